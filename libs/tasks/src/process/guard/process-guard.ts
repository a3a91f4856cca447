import type { CommandLine } from '../process-starter.js';
import type { SpawnerSetup } from '../spawner/spawner-messages.js';

/**
 * What ends the processes of attempts when their worker cannot: it was killed, or is frozen longer than its lease.
 *
 * - `pid-namespace`: they live in a PID namespace whose first process waits for the worker; when that process ends, the
 *   kernel ends all others. Nothing can leave it.
 * - `cgroup`: they live in a cgroup v2 of the worker, which the spawner kills as one. Who may write to the group above
 *   can leave it.
 * - `process-group`: the spawner kills the groups that it has started, and whatever still names a work folder of the
 *   worker in its environment. Who leaves the group and drops the environment is not found.
 */
export const PROCESS_GUARDS = ['pid-namespace', 'cgroup', 'process-group'] as const;
export type ProcessGuard = (typeof PROCESS_GUARDS)[number];

/** `auto`: the first that works. */
export const GUARD_CHOICES = ['auto', ...PROCESS_GUARDS] as const;
export type GuardChoice = (typeof GUARD_CHOICES)[number];

/** How one spawner is started. */
export interface GuardedLaunch {
  readonly command: CommandLine;
  readonly env: Readonly<Record<string, string>>;
  /** What the spawner has to know of its guard. */
  readonly setup: SpawnerSetup;
  /** Descriptor 4 of what is started is the worker's line to the guard. */
  readonly hasLine: boolean;
}

/** A guard that works on this machine. */
export interface Guard {
  readonly name: ProcessGuard;
  /** Wraps the command line of a spawner, to which its setup is added as the last argument. */
  launch(spawner: (setup: SpawnerSetup) => CommandLine): GuardedLaunch;
  /** Kills what is in it, if the guard has a way of its own for that. */
  kill(): void;
  /** Kills what is in it and resolves when nothing is left; to be called when its spawner has ended. */
  clear(): Promise<void>;
}

/** The guard that was asked for does not work here. The message says why, and what to do. */
export class GuardUnavailableError extends Error {
  readonly code = 'GUARD_UNAVAILABLE';

  constructor(guard: ProcessGuard, reason: string) {
    super(
      `The process guard "${guard}" does not work here: ${reason}. Allow it, or choose auto, or another of ${PROCESS_GUARDS.join(', ')}.`,
    );
  }
}

/** Needs nothing of the system. */
export const processGroupGuard: Guard = {
  name: 'process-group',
  launch: (spawner) => {
    const setup = {};
    return { command: spawner(setup), env: {}, setup, hasLine: false };
  },
  kill: () => undefined,
  clear: async () => undefined,
};
