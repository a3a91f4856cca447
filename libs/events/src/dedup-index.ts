import { hash } from 'node:crypto';

/** Words of 32 bits of an entry: who it is (4), what it asked (4), and where it stands (2). */
const WORDS = 10;
const KEY = 0;
const BODY = 4;
const OFFSET = 8;
const FIRST_CAPACITY = 64;
const HIGH = 2 ** 32;

/** Entries of one hour, packed, as a snapshot keeps them. */
export type DedupPart = readonly [hour: number, entries: string];

/** The first decision of a command. */
export interface KnownCommand {
  /** Of the record in which it was decided. */
  readonly offset: number;
  /** Whether it asked for the same. */
  readonly same: boolean;
}

/**
 * The commands that a partition has decided, by sender and id, in the order of their hours (L50). It outlives the runs,
 * so it is packed: 48 to 60 bytes a command, outside of the heap. Names and bodies are kept as 128 bits of SHA-256.
 */
export class DedupIndex {
  private entries = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** Entry + 1 by hash; 0 is free. What points below `first` was forgotten. */
  private table = new Int32Array(2 * FIRST_CAPACITY);
  private count = 0;
  private first = 0;
  /** Where each hour begins, oldest first. */
  private hours: { readonly hour: number; from: number }[] = [];
  private written = 0;

  get size(): number {
    return this.count - this.first;
  }

  /** The oldest hour that is remembered. */
  get oldestHour(): number | undefined {
    return this.hours[0]?.hour;
  }

  find(name: string, body: string): KnownCommand | undefined {
    const entry = this.entryAt(this.slotOf(hash128(name)));
    if (entry === undefined) return undefined;
    return { offset: this.offsetOf(entry), same: this.has(entry, BODY, hash128(body)) };
  }

  /** Keeps what is there already: the first decision counts. Hours never fall. */
  add(name: string, body: string, offset: number, hour: number): void {
    const key = hash128(name);
    if (this.entryAt(this.slotOf(key)) !== undefined) return;
    this.beginHour(hour);
    this.grow(this.count + 1);
    const at = this.count * WORDS;
    this.entries.set(key, at + KEY);
    this.entries.set(hash128(body), at + BODY);
    this.entries[at + OFFSET] = offset % HIGH;
    this.entries[at + OFFSET + 1] = Math.floor(offset / HIGH);
    this.count += 1;
    this.table[this.slotOf(key)] = this.count;
  }

  /** Forgets everything up to the end of this hour. */
  forget(hour: number): void {
    while (this.hours[0] && this.hours[0].hour <= hour) {
      this.hours.shift();
      this.first = this.hours[0]?.from ?? this.count;
    }
    if (this.first > this.count / 2) this.compact();
  }

  /** What a snapshot keeps: everything, or what came since `markWritten`; at most `most` entries a part. */
  parts(which: 'all' | 'fresh', most: number): readonly DedupPart[] {
    const parts: DedupPart[] = [];
    const from = which === 'all' ? this.first : Math.max(this.first, this.written);
    this.hours.forEach(({ hour, from: begin }, index) => {
      const end = this.hours[index + 1]?.from ?? this.count;
      for (let at = Math.max(begin, from); at < end; at += most)
        parts.push([hour, this.pack(at, Math.min(at + most, end))]);
    });
    return parts;
  }

  markWritten(): void {
    this.written = this.count;
  }

  /** Takes parts in the order in which they were written. */
  restore(parts: readonly DedupPart[]): void {
    for (const [hour, text] of parts) {
      const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
      const words = new Uint32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
      this.beginHour(hour);
      this.grow(this.count + words.length / WORDS);
      this.entries.set(words, this.count * WORDS);
      this.count += words.length / WORDS;
    }
    this.index();
  }

  private beginHour(hour: number): void {
    const last = this.hours.at(-1);
    if (!last || hour > last.hour) this.hours.push({ hour, from: this.count });
  }

  private pack(from: number, to: number): string {
    const { buffer } = this.entries;
    return Buffer.from(buffer, from * WORDS * 4, (to - from) * WORDS * 4).toString('base64');
  }

  private grow(needed: number): void {
    if (needed * WORDS > this.entries.length) {
      const larger = new Uint32Array(Math.max(needed, Math.ceil(this.count * 1.5)) * WORDS);
      larger.set(this.entries.subarray(0, this.count * WORDS));
      this.entries = larger;
    }
    if (needed * 2 > this.table.length) {
      this.table = new Int32Array(2 ** Math.ceil(Math.log2(needed * 2)) * 2);
      this.index();
    }
  }

  /** Gives the room of what was forgotten back. */
  private compact(): void {
    const { first } = this;
    this.entries = this.entries.slice(first * WORDS, this.count * WORDS);
    this.count -= first;
    this.written = Math.max(0, this.written - first);
    this.first = 0;
    for (const hour of this.hours) hour.from -= first;
    this.table = new Int32Array(
      Math.max(2 * FIRST_CAPACITY, 2 ** Math.ceil(Math.log2(this.count * 2 + 1)) * 2),
    );
    this.index();
  }

  private index(): void {
    this.table.fill(0);
    for (let entry = this.first; entry < this.count; entry += 1) {
      const at = entry * WORDS;
      const slot = this.slotOf(this.entries.subarray(at + KEY, at + BODY));
      if (this.table[slot] === 0) this.table[slot] = entry + 1;
    }
  }

  /** The slot of this key, or the free one where it belongs. */
  private slotOf(key: Uint32Array): number {
    const mask = this.table.length - 1;
    for (let slot = (key[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.table[slot] ?? 0) - 1;
      if (entry < 0 || this.has(entry, KEY, key)) return slot;
    }
  }

  private entryAt(slot: number): number | undefined {
    const entry = (this.table[slot] ?? 0) - 1;
    return entry < this.first ? undefined : entry;
  }

  private offsetOf(entry: number): number {
    const at = entry * WORDS + OFFSET;
    return (this.entries[at] ?? 0) + (this.entries[at + 1] ?? 0) * HIGH;
  }

  private has(entry: number, what: number, words: Uint32Array): boolean {
    const at = entry * WORDS + what;
    const { entries } = this;
    return (
      entries[at] === words[0] &&
      entries[at + 1] === words[1] &&
      entries[at + 2] === words[2] &&
      entries[at + 3] === words[3]
    );
  }
}

function hash128(text: string): Uint32Array {
  const digest = hash('sha256', text, 'buffer');
  return new Uint32Array(digest.buffer.slice(digest.byteOffset, digest.byteOffset + 16));
}
