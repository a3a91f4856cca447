import type { Plant } from './plant.js';

/** Bugs of the core: what is decided, and what becomes of it. */
export const corePlants: readonly Plant[] = [
  {
    name: 'at-most-once-runs-again',
    what: 'what may run once at most is run again when its worker is lost',
    breaks: 'I10',
    changes: [
      {
        file: 'libs/dag/dist/run/after-attempt.js',
        find: "if (onWorkerLost === 'hold')",
        put: "if (onWorkerLost === 'hold' && false)",
      },
    ],
  },
  {
    name: 'one-retry-too-many',
    what: 'a task is tried once more than it may be',
    breaks: 'I18',
    changes: [
      {
        file: 'libs/dag/dist/run/after-attempt.js',
        find: 'task.retries < retry.max;',
        put: 'task.retries <= retry.max;',
      },
    ],
  },
  {
    name: 'needs-not-awaited',
    what: 'a task starts when one of its needs has ended',
    breaks: 'I4',
    changes: [
      {
        file: 'libs/dag/dist/definition/trigger-rule.js',
        find: 'if (needs.succeeded + needs.failed + needs.skipped < needs.total)',
        put: 'if (needs.succeeded + needs.failed + needs.skipped < 1)',
      },
    ],
  },
  {
    name: 'report-of-another-attempt',
    what: 'the late report of an attempt that was given up ends the one that runs now',
    breaks: 'I2 I3',
    changes: [
      {
        file: 'libs/dag/dist/run/current-attempt.js',
        find: 'if (report.attempt < task.attempt)',
        put: 'if (false)',
      },
    ],
  },
];
