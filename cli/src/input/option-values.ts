import { InvalidArgumentError } from 'commander';

/** Options whose value is optional: only `--wait=90` gives one, so that `--wait hello` leaves `hello` alone. */
const BARE = new Set(['--wait', '--color']);

/** Makes a bare `--wait` into `--wait=`, up to `--`. */
export function closeBareOptions(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) => (BARE.has(arg) && (end === -1 || index < end) ? `${arg}=` : arg));
}

/** Adds to a list: for options that may be repeated. */
export function collect(value: string, list: readonly string[] | undefined): readonly string[] {
  return [...(list ?? []), value];
}

/** Gives a parser of whole numbers within bounds. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= min && value <= max) return value;
    const bounds =
      max === Number.MAX_SAFE_INTEGER
        ? `of at least ${String(min)}`
        : `from ${String(min)} to ${String(max)}`;
    throw new InvalidArgumentError(`It must be a whole number ${bounds}.`);
  };
}

/** `--wait` = without limit, `--wait=90` seconds. */
export function waitSeconds(text: string): number {
  if (text === '') return Infinity;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/u.test(text)) return value;
  throw new InvalidArgumentError('It must be a number of seconds, as in --wait=90.');
}

/** `--color` = always, `--color=auto|always|never`. */
export function colourChoice(text: string): string {
  if (text === '') return 'always';
  if (['auto', 'always', 'never'].includes(text)) return text;
  throw new InvalidArgumentError('It must be auto, always or never.');
}
