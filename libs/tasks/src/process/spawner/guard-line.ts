import type { Readable, Writable } from 'node:stream';
import { Socket } from 'node:net';

/** How much later than the spawner the guard ends everything, milliseconds: what the spawner ends is not reported as failed. */
const GUARD_DELAY_MS = 200;

/**
 * The worker's line to a guard. A socket, which nobody can open by its name in /proc as they could a pipe; the guard
 * alone has the other end.
 */
export class GuardLine {
  private readonly socket: Socket | undefined;

  /** `stream`: as it was made with the process that holds the other end; anything else is no line. */
  constructor(stream: Readable | Writable | null | undefined) {
    if (!(stream instanceof Socket)) return;
    this.socket = stream;
    // The guard has gone: the end of its spawner follows, and tells.
    stream.on('error', () => undefined);
    stream.resume();
    stream.unref();
  }

  /** For how long the guard shall wait for the next word. */
  live(forMs: number): void {
    if (this.socket?.writable)
      this.socket.write(`${(Math.max(1, forMs + GUARD_DELAY_MS) / 1000).toFixed(3)}\n`);
  }

  /** The guard ends everything. */
  end(): void {
    this.socket?.destroy();
  }
}
