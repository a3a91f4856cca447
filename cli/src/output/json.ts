const RAW_CONTROLS = /[\u007f-\u009f\u2028\u2029]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON in which no control character stands raw: the same value, and harmless for a terminal. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replace(RAW_CONTROLS, escaped);
}
