import type { PlacedLine } from '../beside/journal.js';
import type { Invariant } from '../invariant.js';
import type { SeenRecord } from '../seen.js';
import { onTaskEvents } from '../seen.js';

/** What is known of the slots of workers: how many there are stands in heartbeats alone, which leave the log. */
export const slotsKept: Invariant = {
  name: 'I13',
  promise:
    'No attempt is given to a worker process that is proven to be gone, and no more scripts run at once than there are slots.',
  watch: ({ violated, journal, slots }) => {
    const gone = new Map<number, Set<string>>();
    return {
      record: (seen) => {
        for (const incarnation of provenLost(seen)) {
          const known = gone.get(seen.partition) ?? new Set();
          gone.set(seen.partition, known.add(incarnation));
        }
      },
      event: onTaskEvents({
        TaskDispatched: ({ where }, { attempt, worker, incarnation }) => {
          if (!gone.get(where.partition ?? 0)?.has(incarnation)) return;
          violated(
            where,
            `Attempt ${attempt} is given to the process ${incarnation} of ${worker}, which is gone.`,
          );
        },
      }),
      logEnded: () => {
        const first = journal && slots !== undefined && firstBeyond(journal.inOrder(), slots);
        if (!first) return;
        const { run, task, line } = first;
        violated(
          { run, task },
          `It starts (line ${line} of the journal) while ${slots} scripts run, which is all slots.`,
        );
      },
    };
  },
};

function provenLost({ record }: SeenRecord): readonly string[] {
  return record.events
    .filter(({ type, a }) => a === -1 && type === 'WorkerLost')
    .map(({ data }) => data as { readonly incarnation: string; readonly proven?: boolean })
    .filter(({ proven }) => proven === true)
    .map(({ incarnation }) => incarnation);
}

/** The first start for which there was no slot. A script whose end is not written down is taken to have ended at once. */
function firstBeyond(lines: readonly PlacedLine[], slots: number): PlacedLine | undefined {
  const endings = new Set(lines.filter(({ event }) => event === 'end').map(keyOf));
  const running = new Set<string>();
  for (const line of lines) {
    const key = keyOf(line);
    if (line.event === 'end') running.delete(key);
    else if (running.size >= slots) return line;
    else if (endings.has(key)) running.add(key);
  }
  return undefined;
}

const keyOf = ({ run, task, attempt, pid }: PlacedLine): string => `${run}/${task}/${attempt}/${pid}`;
