import type { AttemptProcess } from '../beside/beside.js';
import type { Invariant } from '../invariant.js';
import type { RunModel } from '../model/run-model.js';
import type { SeenTaskEvent } from '../seen.js';
import { onTaskEvents } from '../seen.js';

/** What has ended leaves nothing running, looked at on the machine of the checker. */
export const noSurvivor: Invariant = {
  name: 'I12',
  promise: 'On this machine nothing runs that an attempt has started which has ended.',
  needs: 'processes',
  watch: ({ violated, processes }) => {
    if (!processes) return {};
    // Those that ran before the log was read: whatever the log says of their attempts is newer.
    const before = processes.running();
    const marks = new Set(before.map(keyOf));
    const ended = new Set<string>();
    const end = ({ run, node }: SeenTaskEvent, { attempt }: { readonly attempt: number }): void => {
      const key = keyOf({ run: run.id, task: node.name, attempt });
      if (marks.has(key)) ended.add(key);
    };
    const noteRun = (run: RunModel): void => {
      for (const one of before) if (one.run === run.id) ended.add(keyOf(one));
    };
    return {
      event: onTaskEvents({
        AttemptSucceeded: end,
        AttemptFailed: end,
        AttemptTimedOut: end,
        AttemptKilled: end,
        AttemptLost: end,
        AttemptOutcomeUnknown: end,
      }),
      runEnded: noteRun,
      finished: async () => {
        if (ended.size === 0) return;
        await processes.grace();
        const still = new Set(processes.running().map(nameOf));
        for (const one of before) {
          const { run, task, attempt, pid } = one;
          if (ended.has(keyOf(one)) && still.has(nameOf(one)))
            violated({ run, task }, `Attempt ${attempt} has ended, but its process ${pid} runs.`);
        }
      },
    };
  },
};

const keyOf = ({ run, task, attempt }: Omit<AttemptProcess, 'pid'>): string => `${run}/${task}/${attempt}`;
const nameOf = (one: AttemptProcess): string => `${keyOf(one)}/${one.pid}`;
