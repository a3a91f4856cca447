import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 2;
const DEADLINE_MS = 30_000;

interface TraceLine {
  readonly run: string;
  readonly event: 'started' | 'ended';
  /** Milliseconds of the engine's monotonic clock, when the record was verified. */
  readonly at: number;
}

/** Reads what an engine appends to its trace file, from where it stands when the reader is made. */
export class TraceReader {
  private readonly file: number;
  private position = 0;
  private rest = '';
  private readonly started = new Map<string, number>();
  private readonly ended = new Map<string, number>();

  constructor(path: string) {
    this.file = openSync(path, 'a+');
  }

  /** Milliseconds from start to end of a run; waits until it has ended. Throws after 30 s. */
  async durationOf(run: string): Promise<number> {
    for (const until = performance.now() + DEADLINE_MS; performance.now() < until;) {
      this.read();
      const started = this.started.get(run);
      const ended = this.ended.get(run);
      if (started !== undefined && ended !== undefined) {
        this.started.delete(run);
        this.ended.delete(run);
        return ended - started;
      }
      await wait(POLL_MS);
    }
    throw new Error(`The trace does not say that run ${run} has ended.`);
  }

  close(): void {
    closeSync(this.file);
  }

  private read(): void {
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      const size = readSync(this.file, buffer, 0, buffer.length, this.position);
      if (size === 0) return;
      this.position += size;
      const lines = (this.rest + buffer.toString('utf8', 0, size)).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) this.note(JSON.parse(line) as TraceLine);
    }
  }

  private note({ run, event, at }: TraceLine): void {
    (event === 'started' ? this.started : this.ended).set(run, at);
  }
}
