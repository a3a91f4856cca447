const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}/u;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]/u;
const STYLE = /\u001b\[[0-9;]*m/gu;
const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/u;

function widthOfCharacter(character: string): number {
  if (ZERO.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns that a text takes on a terminal; our own colours take none. */
export function textWidth(text: string): number {
  const bare = text.replace(STYLE, '');
  if (PRINTABLE_ASCII.test(bare)) return bare.length;
  let width = 0;
  for (const character of bare) width += widthOfCharacter(character);
  return width;
}

/** The text without colours, cut to a number of columns with `…` where something is missing. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let fitted = '';
  let width = 0;
  for (const character of text.replace(STYLE, '')) {
    const next = width + widthOfCharacter(character);
    if (next > columns - 1) break;
    fitted += character;
    width = next;
  }
  return `${fitted}…`;
}

/** The text with spaces after it up to a number of columns. */
export function padText(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}
