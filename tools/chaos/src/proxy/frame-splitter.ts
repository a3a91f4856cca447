const LENGTH = 4;
/** A broker takes no more either. Text, or the beginning of a TLS connection, would be far longer. */
const LONGEST = 100 * 1024 * 1024;

/** Makes whole frames of bytes as they come: each begins with its length, 32 bits, and is given with it. */
export class FrameSplitter {
  private chunks: Buffer[] = [];
  private size = 0;

  /** Gives the frames that are complete now. Throws where a length says that these are no frames. */
  take(chunk: Buffer): readonly Buffer[] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const frames: Buffer[] = [];
    for (let length = this.wanted(); length !== undefined && length <= this.size; length = this.wanted()) {
      const all = this.whole();
      frames.push(all.subarray(0, length));
      this.chunks = [all.subarray(length)];
      this.size -= length;
    }
    return frames;
  }

  /** Length of the next frame; undefined where it has not come yet. */
  private wanted(): number | undefined {
    if (this.size < LENGTH) return undefined;
    const [first] = this.chunks;
    const head = first && first.length >= LENGTH ? first : this.whole();
    const length = head.readInt32BE(0);
    if (length < LENGTH || length > LONGEST)
      throw new Error(`A frame would have ${length} bytes: this is not Kafka's protocol in plain text.`);
    return LENGTH + length;
  }

  private whole(): Buffer {
    const all = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }
}
