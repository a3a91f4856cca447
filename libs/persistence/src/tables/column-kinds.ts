import type { EntitySchemaColumnOptions } from 'typeorm';
import { UnreadableColumnError } from './unreadable-column-error.js';

/** MySQL gives 64-bit integers as text, SQLite as numbers. All of ours are below 2^53. */
const wholeNumber = {
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
export const word = { type: 'varchar' } as const satisfies EntitySchemaColumnOptions;
export const text = { type: 'text' } as const satisfies EntitySchemaColumnOptions;
export const integer = { type: 'integer' } as const satisfies EntitySchemaColumnOptions;
/** Text that holds compact JSON. */
export const json = { type: 'simple-json' } as const satisfies EntitySchemaColumnOptions;

/** The projection never changes such a column once the row is there. */
export const fixed = { update: false } as const;
export const nullable = { nullable: true } as const;
