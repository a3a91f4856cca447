/** A default as one would write it; undefined for none. */
export function defaultText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item !== 'object');
  return isPlainList ? value.map(String).join(', ') : JSON.stringify(value);
}
