/**
 * Makes text of others harmless for a terminal. ESC and the C1 controls start sequences that can set titles, write the
 * clipboard or answer for the user; direction overrides make a name look like another.
 */
const ESC = String.raw`\u001b`;
const ST = String.raw`(?:\u0007|\u001b\\|\u009c)`;
const STRINGS = String.raw`(?:${ESC}[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:${ST}|${ESC}|$)`;
const CSI = String.raw`(?:${ESC}\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]?`;
const OTHER = String.raw`${ESC}[\u0020-\u002f]*[\u0030-\u007e]?`;

/** String sequences (OSC, DCS …) first: their start is also that of a shorter one. */
const SEQUENCE = new RegExp(`${STRINGS}|${CSI}|${OTHER}`, 'gu');
const COLOUR = /^\u001b\[[0-9;:]*m$/u;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/gu;
const RESET = '\u001b[0m';

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return code < 0xa0 ? `\\x${code.toString(16)}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** One line of text with every control character replaced by a visible one; a tab becomes a space. */
export function neutralise(text: string): string {
  return text.replaceAll('\t', ' ').replace(CONTROL, visible);
}

/** Escape sequences out; what control characters remain is made visible, tabs stay. One line, without its end. */
export function plainLine(line: string): string {
  return line
    .replace(/\r+$/u, '')
    .replace(SEQUENCE, '')
    .replace(CONTROL, (control) => (control === '\t' ? control : visible(control)));
}

/** As `plainLine`, but colours and text styles (SGR) stay and are reset at the end of the line. */
export function colouredLine(line: string): string {
  const parts: string[] = [];
  let end = 0;
  let coloured = false;
  for (const match of line.matchAll(SEQUENCE)) {
    parts.push(plainLine(line.slice(end, match.index)));
    end = match.index + match[0].length;
    if (!COLOUR.test(match[0])) continue;
    parts.push(match[0]);
    coloured = true;
  }
  parts.push(plainLine(line.slice(end)));
  return parts.join('') + (coloured ? RESET : '');
}
