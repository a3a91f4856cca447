import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import type { Step } from './dialogue.js';
import type { OneWay, Toxics } from './toxic.js';

/** Bytes that a lane takes before what it has must have gone on. */
const MOST_WAITING = 1024 * 1024;
/** Slow bytes go on so many times a second. */
const SLICES_PER_SECOND = 20;

export interface LaneParts {
  readonly from: Socket;
  readonly to: Socket;
  readonly way: OneWay;
  readonly toxics: Toxics;
  readonly read: (chunk: Buffer) => readonly Step[] | Promise<readonly Step[]>;
  readonly reset: () => void;
  /** What was wrong with a chunk. */
  readonly refuse: (error: unknown) => void;
}

/** Carries what one end of a connection sends to the other, in order, by the toxics that work at the moment. */
export class Lane {
  private passing: Promise<void> = Promise.resolve();
  private waiting = 0;
  private mute = false;
  private readonly gone = new AbortController();

  constructor(private readonly parts: LaneParts) {
    const { from, to } = parts;
    from.on('error', () => undefined);
    from.on('data', (chunk: Buffer) => this.take(chunk, performance.now()));
    // The last words of a server that hangs up are why it does.
    from.on('close', () => void this.passing.then(() => to.destroySoon()));
    to.once('close', () => this.gone.abort());
  }

  private take(chunk: Buffer, at: number): void {
    const { from } = this.parts;
    this.waiting += chunk.length;
    if (this.waiting > MOST_WAITING) from.pause();
    this.passing = this.passing
      .then(() => this.pass(chunk, at))
      .then(() => {
        this.waiting -= chunk.length;
        if (this.waiting <= MOST_WAITING) from.resume();
      });
  }

  private async pass(chunk: Buffer, at: number): Promise<void> {
    const { toxics, way } = this.parts;
    if (toxics.loses(way)) this.mute = true;
    if (this.mute) return;
    const steps = await this.read(chunk);
    try {
      for (const step of steps) await this.act(step, at);
    } catch {
      // The other end is gone, and with it what was for it.
    }
  }

  private async read(chunk: Buffer): Promise<readonly Step[]> {
    try {
      return await this.parts.read(chunk);
    } catch (error) {
      this.parts.refuse(error);
      return [];
    }
  }

  private async act(step: Step, at: number): Promise<void> {
    if (this.mute) return;
    if (step === 'mute') this.mute = true;
    else if (step === 'close') this.parts.from.destroy();
    else if (step === 'reset') this.parts.reset();
    else await this.carry(step.bytes, at + (step.lateMs ?? 0));
  }

  private async carry(bytes: Buffer, from: number): Promise<void> {
    const { toxics, way } = this.parts;
    await this.wait(from + toxics.latency(way) - performance.now());
    for (let next = 0; next < bytes.length;) {
      await this.free();
      if (toxics.loses(way)) this.mute = true;
      if (this.mute) return;
      const rate = toxics.rate(way);
      const slice = bytes.subarray(next, next + Math.max(1, Math.floor(rate / SLICES_PER_SECOND)));
      next += slice.length;
      await this.write(slice);
      await this.wait((slice.length * 1000) / rate);
    }
  }

  /** Resolves when nothing is held any more. */
  private async free(): Promise<void> {
    const { toxics, way } = this.parts;
    for (let held = toxics.held(way); held; held = toxics.held(way)) await Promise.race([held, this.end()]);
  }

  private async wait(ms: number): Promise<void> {
    if (ms > 0) await pass(ms, undefined, { signal: this.gone.signal });
  }

  private async write(bytes: Buffer): Promise<void> {
    const { to } = this.parts;
    const { signal } = this.gone;
    if (!signal.aborted && !to.write(bytes)) await once(to, 'drain', { signal });
  }

  /** Throws when the other end is gone. */
  private async end(): Promise<never> {
    const { signal } = this.gone;
    if (!signal.aborted) await once(signal, 'abort');
    throw new Error('The other end is gone.');
  }
}
