import { UsageError } from './usage-error.js';

/** The number that was given for `--name`. Throws UsageError where it is no whole one, or less than `least`. */
export function wholeFrom(least: number, name: string, text: string): number {
  return numberThat((value) => Number.isSafeInteger(value) && value >= least, {
    name,
    text,
    form: `a whole number of ${least} or more`,
  });
}

/** The number that was given for `--name`. Throws UsageError where it is less than `least`. */
export function numberFrom(least: number, name: string, text: string): number {
  return numberThat((value) => value >= least, { name, text, form: `a number of ${least} or more` });
}

/** The number that was given for `--name`. Throws UsageError where it is `limit` or less. */
export function numberAbove(limit: number, name: string, text: string): number {
  return numberThat((value) => value > limit, { name, text, form: `a number above ${limit}` });
}

interface Given {
  readonly name: string;
  readonly text: string;
  readonly form: string;
}

function numberThat(fits: (value: number) => boolean, { name, text, form }: Given): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && fits(value)) return value;
  throw new UsageError(`--${name} is '${text}': give ${form}.`);
}
