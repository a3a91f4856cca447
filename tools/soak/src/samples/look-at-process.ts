import { readdirSync } from 'node:fs';
import { familyOf, residentMegabytes } from '@millrace/bench';
import type { ServiceHandle } from '@millrace/e2e';
import type { InsideSample } from './inspector.js';
import { inspectorUrl, lookInside } from './inspector.js';
import type { ProcessSample } from './sample.js';

/** One that stands still does not answer. */
const LOOK_MS = 4000;

/** Undefined where it cannot be had: the process has ended meanwhile, or stands still. */
function had<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

async function inside(errors: string): Promise<InsideSample | undefined> {
  const url = inspectorUrl(errors);
  return url === undefined ? undefined : await lookInside(url, LOOK_MS).catch(() => undefined);
}

/** Looks at the process of a service. Linux only. */
export async function lookAtProcess({ name, pid, errors }: ServiceHandle): Promise<ProcessSample> {
  const within = await inside(errors);
  const rss = had(() => residentMegabytes(pid));
  const fds = had(() => readdirSync(`/proc/${pid}/fd`).length);
  const processes = had(() => familyOf(pid).length);
  return {
    name,
    pid,
    ...within,
    ...(rss === undefined ? {} : { rss }),
    ...(fds === undefined ? {} : { fds }),
    ...(processes === undefined ? {} : { processes }),
  };
}
