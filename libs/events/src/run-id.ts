/**
 * Run id: 48 bits of time, 12 bits of partition and 62 bits of randomness or hash, as a UUID of version 8
 * (design §4.6; version and variant take the other 6 bits).
 */
export function makeRunId(epochMs: number, partition: number, random: Uint8Array): string {
  const time = epochMs.toString(16).padStart(12, '0').slice(-12);
  const home = partition.toString(16).padStart(3, '0').slice(-3);
  const tail = [...random.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0'));
  const variant = ((random[0] ?? 0) & 0x3f) | 0x80;
  tail[0] = variant.toString(16);
  const hex = tail.join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-8${home}-${hex.slice(0, 4)}-${hex.slice(4)}`;
}

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The home partition that an id names; undefined for text that is no run id. */
export function partitionOfRun(id: string): number | undefined {
  return FORM.test(id) ? Number.parseInt(id.slice(15, 18), 16) : undefined;
}
