import type { Output } from '../context.js';

/** Paints at most four times a second. */
export const PAINT_EVERY_MS = 250;

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_BELOW = '\u001b[0J';

/** A few lines at the bottom of a terminal that are painted over and over in place. */
export class LiveWindow {
  #height = 0;
  #paintedAt = -Infinity;

  constructor(
    private readonly output: Output,
    private readonly now: () => number,
  ) {}

  /** Paints unless that was done less than `PAINT_EVERY_MS` ago. */
  offer(lines: () => readonly string[]): void {
    if (this.now() - this.#paintedAt >= PAINT_EVERY_MS) this.paint(lines());
  }

  paint(lines: readonly string[]): void {
    this.#paintedAt = this.now();
    this.output.write(`${HIDE_CURSOR}${this.#back()}${lines.map((line) => `${line}\n`).join('')}`);
    this.#height = lines.length;
  }

  /** Takes the window away, so that other lines can be written; the next paint draws it below them. */
  clear(): void {
    this.output.write(`${this.#back()}${SHOW_CURSOR}`);
    this.#height = 0;
  }

  #back(): string {
    return this.#height === 0 ? '' : `\u001b[${String(this.#height)}F${CLEAR_BELOW}`;
  }
}
