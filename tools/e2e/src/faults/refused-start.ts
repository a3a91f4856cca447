import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { CLUSTER_MAIN } from '../cluster/service-handle.js';
import type { ServiceName } from '../cluster/service-handle.js';
import type { Ended, Surroundings } from '../running-command.js';
import { RunningCommand } from '../running-command.js';
import type { FaultWorld } from './fault-world.js';

/** Sections of settings by name. */
export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** So long a busy machine may take to start a service and to end it. */
const PATIENCE_MS = 60_000;
let count = 0;

/** Starts a service beside those of a cluster, with other settings and variables than they have. */
export function startBeside(
  { cluster, settings }: FaultWorld,
  service: ServiceName,
  others: Sections,
  env: Surroundings['env'] = {},
): RunningCommand {
  count += 1;
  const folder = join(cluster.folder, `beside-${count}`);
  const api = { ...settings['api'], port: 0 };
  const merged: Record<string, object> = { ...settings, api, worker: { folder, name: `beside-${count}` } };
  for (const [name, section] of Object.entries(others)) merged[name] = { ...merged[name], ...section };
  const file = `${folder}.json`;
  writeFileSync(file, JSON.stringify(merged));
  return new RunningCommand([CLUSTER_MAIN, 'serve', service, '--config', file], { env });
}

/** How a command ends by itself; one that does not is killed, and then has no code. */
export async function endOf(command: RunningCommand): Promise<Ended> {
  const inTime = new AbortController();
  void pass(PATIENCE_MS, undefined, { signal: inTime.signal }).then(
    () => command.signal('SIGKILL'),
    () => undefined,
  );
  const ended = await command.ended;
  inTime.abort();
  return ended;
}
