/** Reads the types of Kafka's protocol one after the other. Throws RangeError past the end. */
export class WireReader {
  constructor(
    private readonly bytes: Buffer,
    private at = 0,
  ) {}

  get position(): number {
    return this.at;
  }

  int16(): number {
    this.at += 2;
    return this.bytes.readInt16BE(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.bytes.readInt32BE(this.at - 4);
  }

  /** Null where its length is negative. */
  string(): string | null {
    const length = this.int16();
    if (length < 0) return null;
    return this.slice(length).toString('utf8');
  }

  /** Goes past bytes whose length stands before them. */
  skipBytes(): void {
    const length = this.int32();
    if (length > 0) this.slice(length);
  }

  /** Of none where its length is negative. */
  array<T>(read: () => T): readonly T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, read);
  }

  private slice(length: number): Buffer {
    const end = this.at + length;
    if (end > this.bytes.length) throw new RangeError(`${length} bytes at ${this.at} go past the end.`);
    this.at = end;
    return this.bytes.subarray(end - length, end);
  }
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function wireString(value: string | null): Buffer {
  const text = Buffer.from(value ?? '');
  const length = Buffer.alloc(2);
  length.writeInt16BE(value === null ? -1 : text.length);
  return Buffer.concat([length, text]);
}
