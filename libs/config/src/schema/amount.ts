import { z } from 'zod';
import { withSettingMeta } from './setting-meta.js';

/** A number that is written with a unit; without one it counts the smallest. */
export type AmountSchema = z.ZodPipe<
  z.ZodUnion<readonly [z.ZodString, z.ZodNumber]>,
  z.ZodTransform<number, string | number>
>;

export interface AmountBounds {
  /** Least value that is allowed; without it 0. */
  readonly min?: string | number;
  /** Greatest value that is allowed; without it there is none. */
  readonly max?: string | number;
}

export interface AmountSpec {
  /** What the type is called in a list of settings. */
  readonly type: string;
  /** The end of a message that begins with the setting. */
  readonly expected: string;
  /** What a number without a unit counts. */
  readonly unit: string;
  /** Undefined for a text that is none. */
  readonly parse: (text: string) => number | undefined;
  readonly bounds: AmountBounds;
}

/** Throws an Error, which is a mistake in the program, for a bound that is no amount. */
export function boundedAmount(spec: AmountSpec): AmountSchema {
  const { type, expected, unit, bounds } = spec;
  const error = `${expected}, or a whole number of ${unit}`;
  const low = boundOf(spec, bounds.min ?? 0);
  const high = boundOf(spec, bounds.max ?? Number.MAX_SAFE_INTEGER);
  const schema = z.union([z.string(), z.number()], { error }).transform((value, context) => {
    const amount = amountOf(spec, value);
    if (amount !== undefined && amount >= low && amount <= high) return amount;
    const message = amount === undefined ? error : `must be ${rangeText(bounds)}`;
    context.addIssue({ code: 'custom', message, input: value });
    return z.NEVER;
  });
  const range = rangeText(bounds);
  return withSettingMeta(schema, { type: range === '' ? type : `${type}, ${range}` });
}

function amountOf({ parse }: AmountSpec, value: string | number): number | undefined {
  const isPlain = typeof value === 'number' || /^\d{1,16}$/.test(value);
  const amount = isPlain ? Number(value) : parse(value);
  return amount !== undefined && Number.isSafeInteger(amount) && amount >= 0 ? amount : undefined;
}

function boundOf(spec: AmountSpec, bound: string | number): number {
  const amount = amountOf(spec, bound);
  if (amount === undefined) throw new Error(`The bound ${bound} is not a ${spec.type}.`);
  return amount;
}

function rangeText({ min, max }: AmountBounds): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `${min} or more`;
  return max === undefined ? '' : `${max} or less`;
}
