const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;
export type Style = keyof typeof CODES;

/** Gives the text in a style, or as it is. */
export type Painter = (style: Style, text: string) => string;

export const plain: Painter = (_style, text) => text;
export const coloured: Painter = (style, text) => `\u001b[${String(CODES[style])}m${text}\u001b[0m`;

export const COLOUR_CHOICES = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof COLOUR_CHOICES)[number];

/**
 * Whether a stream gets colours. An explicit choice wins; else a non-empty NO_COLOR says no; else terminals that are
 * not `dumb` get them.
 */
export function wantsColour(
  choice: ColourChoice | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTTY: boolean,
): boolean {
  if (choice === 'always' || choice === 'never') return choice === 'always';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return isTTY && env['TERM'] !== 'dumb';
}

export function painterFor(
  choice: ColourChoice | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTTY: boolean,
): Painter {
  return wantsColour(choice, env, isTTY) ? coloured : plain;
}
