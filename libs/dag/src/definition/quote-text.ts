const SHOWN_CHARACTERS = 60;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a user in quotes, for a message: characters that cannot be seen (control, bidi, zero width) are escaped and
 * long text is cut after 60 characters.
 */
export function quoteText(text: string): string {
  return `'${showText(text)}'`;
}

/** The same without quotes. */
export function showText(text: string): string {
  const head = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return escapeText(head);
}

/** Text of any length in one line, with what cannot be seen escaped. */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
