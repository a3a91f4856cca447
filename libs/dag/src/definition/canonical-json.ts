/**
 * JSON text that is equal for equal content: keys sorted by code unit, no white space, keys with `undefined` left out,
 * `-0` as 0. Throws a TypeError on what JSON cannot hold (NaN, infinities, functions, bigint).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object') return canonicalRecord(value);
  throw new TypeError(`Canonical JSON cannot hold a ${typeof value}.`);
}

function canonicalRecord(value: object): string {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
