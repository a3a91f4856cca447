import { join } from 'node:path';
import { CliError } from './cli-error.js';
import type { CliContext, Interrupts, Output } from './context.js';
import { EXIT } from './exit-codes.js';

const COLUMNS = 80;
const ROWS = 24;

function outputOf(stream: NodeJS.WriteStream, gone: AbortController): Output {
  let full = false;
  let failure: Error | undefined;
  // The reader has gone (`| head`, EPIPE), or there is no room: what is left to write is for nobody.
  stream.on('error', (error) => {
    failure ??= error;
    gone.abort();
  });
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns || COLUMNS;
    },
    get rows() {
      return stream.rows || ROWS;
    },
    failure: () => failure,
    write: (text) => {
      if (!gone.signal.aborted) full = !stream.write(text);
    },
    drained: async () => {
      if (!full || gone.signal.aborted) return;
      full = false;
      await new Promise<void>((resolve) => {
        stream.once('drain', resolve);
        gone.signal.addEventListener('abort', () => {
          resolve();
        });
      });
    },
  };
}

function processInterrupts(): Interrupts {
  let handler: (() => void) | undefined;
  const interrupt = (): void => {
    if (handler === undefined) process.exit(EXIT.interrupted);
    handler();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  return {
    take: (taker) => {
      handler = taker;
      return () => {
        if (handler === taker) handler = undefined;
      };
    },
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** The folder that paths are relative to. Throws where somebody has removed it meanwhile. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    const message = 'The current folder is gone.';
    throw new CliError(EXIT.unexpected, [
      { code: 'NO_CURRENT_FOLDER', message, hint: 'Change to a folder that is there.' },
    ]);
  }
}

/** The world of this process. */
export function processContext(): CliContext {
  const gone = new AbortController();
  return {
    stdout: outputOf(process.stdout, gone),
    stderr: outputOf(process.stderr, new AbortController()),
    readStdin,
    env: process.env,
    get cwd() {
      return currentFolder();
    },
    now: () => Date.now(),
    interrupts: processInterrupts(),
    readerGone: gone.signal,
    enginePath: join(import.meta.dirname, '../../services/standalone/dist/main.js'),
    clusterPath: join(import.meta.dirname, '../../services/cluster/dist/main.js'),
    checkerPath: join(import.meta.dirname, '../../tools/checker/dist/main.js'),
  };
}

/** Waits until all that was written has left this process. */
export async function flushed(): Promise<void> {
  const leave = (stream: NodeJS.WriteStream): Promise<void> =>
    new Promise((resolve) => {
      if (stream.destroyed || stream.writableLength === 0) resolve();
      else {
        stream.once('close', resolve);
        stream.write('', () => {
          resolve();
        });
      }
    });
  await Promise.all([leave(process.stdout), leave(process.stderr)]);
  // Errors of the last writes are told a turn later.
  await new Promise((resolve) => setImmediate(resolve));
}
