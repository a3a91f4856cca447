import { isDeepStrictEqual } from 'node:util';
import type { StoredRun } from '@millrace/persistence';
import type { RowDifference } from '../beside/beside.js';

/**
 * What differs between the stored rows of a run and those that the log gives. None where the stored ones are newer: they
 * were written while the others were made.
 */
export function differencesOfRun(stored: StoredRun | undefined, made: StoredRun): readonly RowDifference[] {
  const { id: run, partition } = made.run;
  if (!stored) return [{ run, partition, sentence: 'The read model does not have the run.' }];
  if (stored.run.lastOffset > made.run.lastOffset) return [];
  const rows = new Map(stored.tasks.map((row) => [row.task, row]));
  const known = new Set(made.tasks.map(({ task }) => task));
  return [
    ...say({ run, partition }, stored.run, made.run),
    ...made.tasks.flatMap((row) => say({ run, partition, task: row.task }, rows.get(row.task), row)),
    ...stored.tasks
      .filter(({ task }) => !known.has(task))
      .map(({ task }) => ({
        run,
        partition,
        task,
        sentence: 'The log does not give the row of this task run.',
      })),
  ];
}

function say(
  where: Omit<RowDifference, 'sentence'>,
  stored: object | undefined,
  made: object,
): readonly RowDifference[] {
  if (!stored) return [{ ...where, sentence: 'The read model does not have the row of this task run.' }];
  const columns = Object.entries(made).flatMap(([name, gives]) => {
    const is: unknown = (stored as Readonly<Record<string, unknown>>)[name];
    return isDeepStrictEqual(is, gives) ? [] : [`${name} is ${shown(is)}, the log gives ${shown(gives)}`];
  });
  return columns.length === 0 ? [] : [{ ...where, sentence: `In the read model ${columns.join('; ')}.` }];
}

const LONGEST = 200;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
