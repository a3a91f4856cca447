import { execFile } from 'node:child_process';
import { constants, mkdirSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** Pipes that are made at once. */
const BATCH = 32;

const run = promisify(execFile);

/** A named pipe whose reader is open: `path` can be opened for writing. */
export interface OutputPipe {
  readonly path: string;
  readonly source: Readable;
}

/**
 * Named pipes through which a process that another process has started writes straight to this one. Named, because
 * Node makes no other real ones: it gives its children sockets, which cannot be opened again as `/dev/stderr`.
 * A pipe is used again once all its writers have gone.
 */
export class OutputPipes {
  private readonly free: string[] = [];
  private filling: Promise<void> | undefined;
  private made = 0;

  /** `folder` is emptied when the first pipe is needed. */
  constructor(private readonly folder: string) {}

  async open(): Promise<OutputPipe> {
    let path = this.free.pop();
    while (path === undefined) {
      await (this.filling ??= this.fill().finally(() => (this.filling = undefined)));
      path = this.free.pop();
    }
    return { path, source: this.read(path) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(path: string): Readable {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const source = new Socket({ fd, readable: true, writable: false });
    source.once('close', () => {
      // Given up before its end: somebody may still write to it.
      if (source.readableEnded) this.free.push(path);
      else rmSync(path, { force: true });
    });
    return source;
  }

  private async fill(): Promise<void> {
    if (this.made === 0) {
      this.remove();
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    }
    const paths = Array.from({ length: BATCH }, (_, index) => join(this.folder, String(this.made + index)));
    this.made += BATCH;
    await run('mkfifo', ['-m', '600', ...paths]);
    this.free.push(...paths);
  }
}
