import type { DeadLetter } from '@millrace/events';
import type { Invariant } from '../invariant.js';
import type { Where } from '../violation.js';

/** Cause of a record whose input was no command. */
const UNREADABLE = 'unreadable';

/** A record that says that an input could not be read. */
interface Buried {
  readonly where: Where & { readonly partition: number; readonly offset: number };
  /** Offset of the input in topic `commands`. */
  readonly input: number;
  readonly code: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Nothing is dropped silently. A letter may be there twice, after a crash, if both say the same. */
export const deadLetters: Invariant = {
  name: 'I17',
  promise:
    'An input that cannot be read is refused once, has a dead letter that says why, and no other input has one.',
  needs: 'letters',
  watch: ({ violated, letters, live }) => {
    if (!letters) return {};
    const buried = new Map<string, Buried>();
    const doneTo = new Map<number, number>();
    const decided = new Map<number, number>();
    // The letters are read after the log, which may have gone on.
    const isRead = ({ partition, offset }: DeadLetter): boolean =>
      live !== true || offset <= (decided.get(partition) ?? -1);
    return {
      record: ({ partition, offset, record }) => {
        doneTo.set(partition, Math.max(record.doneTo, doneTo.get(partition) ?? 0));
        const { cause, input, outcome, now } = record;
        if (input?.topic === 'commands') decided.set(partition, input.offset);
        if (cause.type !== UNREADABLE || input?.topic !== 'commands' || outcome?.accepted !== false) return;
        const one = { where: { partition, offset }, input: input.offset, code: outcome.code, at: now };
        buried.set(keyOf(partition, input.offset), one);
      },
      finished: async () => {
        const found = await letters.read();
        const byInput = Map.groupBy(
          found.letters.filter((letter) => letter.topic === 'commands' && isRead(letter)),
          ({ partition, offset }) => keyOf(partition, offset),
        );
        const oldest = found.lostHead ? (found.letters[0]?.at ?? Infinity) : 0;
        for (const one of buried.values()) {
          const { where, input, at } = one;
          // Its effects are known to be done; without that the letter may be on its way.
          const due = where.offset < (doneTo.get(where.partition) ?? 0) && at >= oldest;
          const problem = problemOf(one, byInput.get(keyOf(where.partition, input)), due);
          if (problem !== undefined) violated(where, problem);
        }
        for (const [key, own] of byInput) tellStrange(own, buried.has(key), violated);
      },
    };
  },
};

/** `due`: the letter must be there. */
function problemOf(
  { input, code }: Buried,
  letters: readonly DeadLetter[] = [],
  due: boolean,
): string | undefined {
  if (letters.length === 0) return due ? `The input commands:${input} has no dead letter.` : undefined;
  const wrong = letters.find((letter) => letter.code !== code);
  return wrong && `The dead letter of commands:${input} says ${wrong.code}, the record ${code}.`;
}

function tellStrange(
  letters: readonly DeadLetter[],
  known: boolean,
  violated: (where: Where, sentence: string) => void,
): void {
  const [first, ...more] = letters;
  if (!first) return;
  const { partition, offset, value } = first;
  if (!known)
    violated({ partition }, `There is a dead letter of commands:${offset}, which no record refuses.`);
  if (more.some((other) => other.value !== value))
    violated({ partition }, `The dead letters of commands:${offset} hold different texts.`);
}

const keyOf = (partition: number, input: number): string => `${partition}:${input}`;
