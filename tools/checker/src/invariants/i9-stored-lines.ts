import type { LogRef } from '@millrace/blobs';
import type { LinePiece, StoredLogs } from '../beside/beside.js';
import type { Invariant } from '../invariant.js';
import type { SeenTaskEvent } from '../seen.js';
import { onTaskEvents } from '../seen.js';

/** Milliseconds that lines may be on their way to the store, where the log is being written. */
const ON_THE_WAY_MS = 60_000;

/** The log of an attempt that has ended. */
interface EndedLog extends LogRef {
  readonly partition: number;
  /** So many lines its worker says that it has; undefined: nobody knows. */
  readonly lines: number | undefined;
  /** When it ended, epoch milliseconds. */
  readonly at: number;
}

/** What a script wrote is there to read. */
export const storedLines: Invariant = {
  name: 'I9',
  promise: 'The lines of an attempt that has ended are there from the first to the last, each once.',
  needs: 'storedLogs',
  watch: ({ violated, storedLogs, live }) => {
    if (!storedLogs) return {};
    const logs: EndedLog[] = [];
    let newest = 0;
    const note = (seen: SeenTaskEvent, attempt: number, lines: number | undefined): void => {
      const { run, node, at } = seen;
      logs.push({ run: run.id, task: node.name, attempt, partition: run.partition, lines, at });
    };
    const end = (
      seen: SeenTaskEvent,
      { attempt, logLines }: { readonly attempt: number; readonly logLines?: number | undefined },
    ): void => {
      if (logLines !== undefined) note(seen, attempt, logLines);
    };
    return {
      record: ({ record }) => (newest = Math.max(newest, record.now)),
      event: onTaskEvents({
        AttemptSucceeded: end,
        AttemptFailed: end,
        AttemptTimedOut: end,
        AttemptKilled: end,
        AttemptLost: (seen, { attempt }) => note(seen, attempt, undefined),
      }),
      finished: async () => {
        const until = live === true ? newest - ON_THE_WAY_MS : Infinity;
        for (const log of logs) {
          if (log.at > until) continue;
          const problem = await problemOf(log, storedLogs);
          if (problem === undefined) continue;
          const { run, task, attempt, partition } = log;
          violated({ run, task, partition }, `The log of attempt ${attempt} ${problem}.`);
        }
      },
    };
  },
};

async function problemOf(log: EndedLog, logs: StoredLogs): Promise<string | undefined> {
  const pieces = await logs.pieces(log);
  const damage = pieces.find((piece) => piece.damage !== undefined)?.damage;
  if (damage !== undefined) return `cannot be read: ${damage}`;
  const double = pieces.find((piece, index) => piece.first < nextOf(pieces[index - 1]));
  if (double) return `has line ${double.first} twice`;
  const last = pieces.at(-1);
  const known = last?.ended === true ? pieces : [...pieces, ...(await logs.waiting(log))];
  return gapIn(known, log.lines);
}

const nextOf = (piece: LinePiece | undefined): number => (piece ? piece.first + piece.count : 1);

/** The first line that no piece has, up to the last that there must be, or a line behind that. */
function gapIn(pieces: readonly LinePiece[], lines: number | undefined): string | undefined {
  let next = 1;
  for (const piece of pieces.toSorted((a, b) => a.first - b.first)) {
    if (piece.count > 0 && piece.first > next) return `lacks line ${next}`;
    next = Math.max(next, nextOf(piece));
  }
  if (lines === undefined || next === lines + 1) return undefined;
  return next <= lines
    ? `ends at line ${next - 1}, its worker wrote ${lines}`
    : `has line ${lines + 1}, its worker wrote ${lines}`;
}
