const FIRST_SLOTS = 64;

/**
 * A set of texts that keeps 64 bits of each and nothing else: 8 to 16 bytes a text. Two of ten million texts are taken
 * for the same with a chance of about three in a million.
 */
export class Fingerprints {
  private slots = new Uint32Array(2 * FIRST_SLOTS);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** False when the text was there before. */
  add(text: string): boolean {
    if (2 * this.count >= this.slots.length / 2) this.grow();
    const [high, low] = fingerprintOf(text);
    const slot = this.find(high, low);
    if (this.slots[slot] !== 0) return false;
    this.store(slot, high, low);
    this.count += 1;
    return true;
  }

  has(text: string): boolean {
    return this.slots[this.find(...fingerprintOf(text))] !== 0;
  }

  /** The slot of the fingerprint, or the free one where it belongs. */
  private find(high: number, low: number): number {
    const mask = this.slots.length - 1;
    let slot = (2 * low) & mask;
    while (this.slots[slot] !== 0 && (this.slots[slot] !== high || this.slots[slot + 1] !== low)) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }

  private store(slot: number, high: number, low: number): void {
    this.slots[slot] = high;
    this.slots[slot + 1] = low;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(2 * old.length);
    for (let slot = 0; slot < old.length; slot += 2) {
      const high = old[slot] ?? 0;
      const low = old[slot + 1] ?? 0;
      if (high !== 0) this.store(this.find(high, low), high, low);
    }
  }
}

/** Two independent hashes of 32 bits; the first is never 0, which marks a free slot. */
function fingerprintOf(text: string): readonly [high: number, low: number] {
  let high = 0x9e3779b9;
  let low = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
    low = Math.imul(low ^ code, 0x01000193);
    low ^= low >>> 15;
  }
  return [mixed(high) || 1, mixed(low)];
}

function mixed(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return (first ^ (first >>> 16)) >>> 0;
}
