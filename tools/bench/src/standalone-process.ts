import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { ApiClient } from './api-client.js';
import { REPOSITORY } from './repository.js';

const MAIN = join(REPOSITORY, 'services/standalone/dist/main.js');

export interface StandaloneFlags {
  /** Attempts with processes that run at once; default 16. */
  readonly slots?: number;
  /** Attempts without processes that run at once; default 256. */
  readonly lightSlots?: number;
  /** File to which the engine appends when runs were started and ended, by its monotonic clock. */
  readonly traceSteps?: string;
}

export interface RunningStandalone {
  readonly pid: number;
  readonly data: string;
  readonly api: ApiClient;
  /** Ends the engine and waits until it is gone; its data folder stays. */
  readonly stop: () => Promise<void>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts the built engine on a data folder. Throws with its standard error when it does not come up. */
export async function startStandalone(data: string, flags: StandaloneFlags = {}): Promise<RunningStandalone> {
  if (!existsSync(MAIN)) throw new Error('The engine is not built: npm run build.');
  const socket = join(data, 'bench.sock');
  const { slots = 16, lightSlots = 256, traceSteps } = flags;
  const args = ['--data', data, '--socket', socket, '--exit-with-parent'];
  args.push('--slots', String(slots), '--light-slots', String(lightSlots));
  if (traceSteps !== undefined) args.push('--trace-steps', traceSteps);
  const child: Child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { tokenFile } = await untilReady(child);
  const api = new ApiClient({ socketPath: socket }, readFileSync(tokenFile, 'utf8').trim());
  return {
    pid: child.pid ?? -1,
    data,
    api,
    stop: async () => {
      api.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function untilReady(child: Child): Promise<{ readonly tokenFile: string }> {
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-4000)));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve(JSON.parse(line) as { readonly tokenFile: string }),
    );
    child.once('exit', (code) => reject(new Error(`The engine ended with ${code}: ${errors.trim()}`)));
  });
}
