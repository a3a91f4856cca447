/** murmur2 as Java's Kafka client computes it over the UTF-8 bytes of a key, made positive. */
export function murmur2(text: string): number {
  const data = new TextEncoder().encode(text);
  const view = new DataView(data.buffer);
  let hash = 0x9747b28c ^ data.length;
  const whole = data.length & ~3;
  for (let index = 0; index < whole; index += 4) {
    let block = Math.imul(view.getInt32(index, true), MULTIPLIER);
    block = Math.imul(block ^ (block >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ block;
  }
  const rest = data.subarray(whole);
  if (rest.length > 0) {
    rest.forEach((byte, index) => {
      hash ^= byte << (8 * index);
    });
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}

const MULTIPLIER = 0x5bd1e995;

/** The partition of a key among `count`, equal to Java's default partitioner. */
export function partitionOfKey(key: string, count: number): number {
  return murmur2(key) % count;
}
