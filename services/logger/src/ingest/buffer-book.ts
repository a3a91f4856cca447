import type { LogRef } from '@millrace/blobs';
import { folderOfLog } from '../log-ref.js';
import { AttemptBuffer } from './attempt-buffer.js';

/** The buffers of all attempts that are written to or were lately; of those without waiting lines only so many. */
export class BufferBook {
  private readonly buffers = new Map<string, AttemptBuffer>();
  private readonly busy = new Set<AttemptBuffer>();

  constructor(private readonly remembered: number) {}

  find(ref: LogRef): AttemptBuffer | undefined {
    return this.buffers.get(folderOfLog(ref));
  }

  open({ run, task, attempt }: LogRef): AttemptBuffer {
    const key = folderOfLog({ run, task, attempt });
    const known = this.buffers.get(key);
    if (known) return known;
    const buffer = new AttemptBuffer({ run, task, attempt });
    this.buffers.set(key, buffer);
    return buffer;
  }

  /** Those with lines that are not stored. */
  get waiting(): ReadonlySet<AttemptBuffer> {
    return this.busy;
  }

  markWaiting(buffer: AttemptBuffer): void {
    this.busy.add(buffer);
  }

  /** Everything of it is stored: it may be forgotten, at once when its log is complete. */
  markStored(buffer: AttemptBuffer): void {
    this.busy.delete(buffer);
    if (buffer.stored?.ended) this.forget(buffer);
    const idle = this.buffers.size - this.busy.size;
    if (idle > this.remembered) this.forgetOldest();
  }

  forget(buffer: AttemptBuffer): void {
    this.busy.delete(buffer);
    const key = folderOfLog(buffer.ref);
    if (this.buffers.get(key) === buffer) this.buffers.delete(key);
  }

  ofRun(run: string): readonly AttemptBuffer[] {
    return [...this.buffers.values()].filter((buffer) => buffer.ref.run === run);
  }

  private forgetOldest(): void {
    for (const buffer of this.buffers.values()) {
      if (this.busy.has(buffer)) continue;
      this.forget(buffer);
      return;
    }
  }
}
