import { Readable } from 'node:stream';
import type { StreamForm } from './stream-form.js';

/** Milliseconds after which a silent stream says that it is there. */
const BEAT_MS = 15_000;
/** Characters above which whoever can wait should wait for the reader. */
const ENOUGH = 64 * 1024;
/** Characters that may wait for a slow reader. A reader beyond it is cut off and resumes where it was. */
const MAX_WAITING = 16 * 1024 * 1024;

/** An answer that goes on: whoever has news puts it in, the reader takes it as fast as it can. */
export class EventStream {
  readonly readable: Readable;
  private readonly beating: NodeJS.Timeout;
  private ended = false;
  private onRoom: (() => void)[] = [];

  /** `onClose`: the stream has ended or the reader has gone. */
  constructor(
    private readonly form: StreamForm,
    onClose: () => void,
  ) {
    this.readable = new Readable({ read: () => this.release(), encoding: 'utf8', highWaterMark: ENOUGH });
    this.beating = setInterval(() => this.write(form.beat), BEAT_MS);
    this.beating.unref();
    this.readable.once('close', () => {
      clearInterval(this.beating);
      this.release();
      onClose();
    });
    this.write(form.hello);
  }

  get closed(): boolean {
    return this.ended || this.readable.destroyed;
  }

  /** Puts in an item; `id` lets the reader resume after it. */
  item(data: unknown, id?: number): void {
    this.write(this.form.item(data, id));
  }

  /** Resolves when the reader has taken most of what there is, or has gone. */
  room(): Promise<void> {
    if (this.closed || this.readable.readableLength < ENOUGH) return Promise.resolve();
    return new Promise((resolve) => this.onRoom.push(resolve));
  }

  /** Ends the stream; the reader knows that nothing comes after it. */
  end(data: Readonly<Record<string, unknown>>): void {
    this.last(this.form.end(data));
  }

  /** Ends it with a problem: to come again would not help. */
  fail(error: unknown): void {
    this.last(this.form.problem(error));
  }

  /** Breaks the stream off: the reader comes again and goes on where it was. */
  cut(): void {
    this.readable.destroy();
  }

  private last(text: string): void {
    if (this.closed) return;
    clearInterval(this.beating);
    this.write(text);
    this.ended = true;
    this.readable.push(null);
  }

  private release(): void {
    const waiting = this.onRoom;
    this.onRoom = [];
    for (const resolve of waiting) resolve();
  }

  private write(text: string): void {
    if (text === '' || this.closed) return;
    this.readable.push(text);
    if (this.readable.readableLength > MAX_WAITING) this.cut();
  }
}
