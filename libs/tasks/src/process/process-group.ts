import { setTimeout as delay } from 'node:timers/promises';
import type { TaskContext } from '../task-type.js';
import { groupHasRunning } from './process-table.js';

/** How often a stopped group is looked at after its leader has gone, milliseconds: nothing tells when it is empty. */
const LOOK_INTERVAL_MS = 20;

/** Sends a signal to every process of the group; false when none is left. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Ends a process group: TERM when the signal is aborted, KILL when the grace has passed or there is no time for it. */
export interface GroupStopper {
  /** True once the group has been told to end. */
  readonly stopping: () => boolean;
  /**
   * To be called as soon as the group's leader has ended. The rest of a group that was told to end keeps its grace;
   * then, or at once in a group whose leader ended by itself, whatever is left is killed.
   */
  readonly finish: () => Promise<void>;
}

/** How a group is told to end. */
type Stopping = Pick<TaskContext, 'signal' | 'killGraceMs' | 'urgent'>;

export function stopGroupOnAbort(group: number, { signal, killGraceMs, urgent }: Stopping): GroupStopper {
  let state: 'running' | 'term-sent' | 'kill-sent' = 'running';
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    state = 'kill-sent';
    signalGroup(group, 'SIGKILL');
  };
  const stop = (): void => {
    state = 'term-sent';
    signalGroup(group, 'SIGTERM');
    if (urgent.aborted) return kill();
    timer = setTimeout(kill, killGraceMs);
  };
  const hurry = (): void => {
    if (state === 'term-sent') kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  urgent.addEventListener('abort', hurry, { once: true });
  if (signal.aborted) stop();

  const restHasGrace = (): boolean => state === 'term-sent' && groupIsAlive(group);
  return {
    stopping: () => state !== 'running',
    finish: async () => {
      signal.removeEventListener('abort', stop);
      while (restHasGrace()) await delay(LOOK_INTERVAL_MS);
      urgent.removeEventListener('abort', hurry);
      clearTimeout(timer);
      signalGroup(group, 'SIGKILL');
    },
  };
}

function groupIsAlive(group: number): boolean {
  return signalGroup(group, 0) && (groupHasRunning(group) ?? true);
}
