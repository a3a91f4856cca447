import type { EntitySchemaColumnOptions } from 'typeorm';
import { UnreadableColumnError } from './unreadable-column-error.js';

/** MySQL gives 64-bit integers as text, SQLite as numbers. All of ours are below 2^53. */
export const wholeNumber = {
  to: (value: number | null) => value,
  from: (value: number | string | null) => {
    const number = value === null ? null : Number(value);
    if (number === null || Number.isSafeInteger(number)) return number;
    throw new UnreadableColumnError(value);
  },
};

/** Epoch milliseconds, offsets and other counters that outgrow 32 bits. */
export const bigNumber = {
  type: 'bigint',
  transformer: wholeNumber,
} as const satisfies EntitySchemaColumnOptions;
/** One word, which nothing keeps from being long: it is part of no index. */
export const word = { type: 'varchar' } as const satisfies EntitySchemaColumnOptions;
export const text = { type: 'text' } as const satisfies EntitySchemaColumnOptions;
export const integer = { type: 'integer' } as const satisfies EntitySchemaColumnOptions;
/** Text that holds compact JSON. */
export const json = { type: 'simple-json' } as const satisfies EntitySchemaColumnOptions;

/**
 * A word that an index holds, of at most so many characters: MySQL indexes no more than 3072 bytes, 4 a character. What
 * is written must be known to be no longer, or the projection stands still at it.
 */
export function key<const Length extends number>(length: Length) {
  return { ...word, length } as const satisfies EntitySchemaColumnOptions;
}

/** Ids and sources of commands, and ids of runs, which are their subjects, have no more (`command-message.ts`). */
export const id = key(256);
/** Names of projects and workflows have 63 characters, of tasks 127. */
export const name = key(127);
/** Of a list that this code has. */
export const stateWord = key(32);

/** The projection never changes such a column once the row is there. */
export const fixed = { update: false } as const;
export const nullable = { nullable: true } as const;
