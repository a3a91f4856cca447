import { setTimeout as delay } from 'node:timers/promises';
import type { Value } from '@millrace/dag';
import { toValue } from '../setting-values.js';
import { settingsInvalid, settingsInvalidBySchema } from '../task-failure.js';
import type { TaskContext, TaskExecutor, TaskResult } from '../task-type.js';
import { noopSettings } from './definition.js';
import { readDuration } from './read-duration.js';

/** The longest span that one timer takes, milliseconds: a longer one would end at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** One object for all: a no-op without settings is what the machinery itself is measured with. */
const NOTHING_DONE: Promise<TaskResult> = Promise.resolve<TaskResult>({ state: 'succeeded', outputs: {} });

export const runNoop: TaskExecutor = (context) => {
  const { duration, outputs, fail } = context.settings;
  const isBare = duration === undefined && outputs === undefined && fail === undefined;
  return isBare ? NOTHING_DONE : runWithSettings(context);
};

async function runWithSettings(context: TaskContext): Promise<TaskResult> {
  const parsed = noopSettings.safeParse(context.settings);
  if (!parsed.success) return settingsInvalidBySchema(parsed.error);
  const { duration, outputs = {}, fail = false } = parsed.data;
  const ms = readDuration(duration);
  if (typeof ms === 'string') return settingsInvalid(ms);
  if (ms > 0 && !(await lasts(ms, context.signal))) return { state: 'stopped' };
  return fail
    ? { state: 'failed', code: 'NOOP_FAILED', message: 'The task has "fail: true".' }
    : { state: 'succeeded', outputs: valuesOf(outputs) };
}

/** True when the time has passed, false when the signal was aborted before. */
async function lasts(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    for (let rest = ms; rest > 0; rest -= MAX_TIMER_MS) {
      await delay(Math.min(rest, MAX_TIMER_MS), undefined, { signal });
    }
    return true;
  } catch {
    return false;
  }
}

function valuesOf(outputs: Readonly<Record<string, unknown>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, setting]) => [name, toValue(setting)]));
}
