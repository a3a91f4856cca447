import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { CliError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';
import { engineArguments } from './engine-command.js';
import { engineRefusal } from './engine-refusal.js';
import type { ReadyLine } from './ready-line.js';
import { parseReadyLine } from './ready-line.js';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface EngineStart {
  readonly enginePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How much of what the engine said last is told when it fails. */
const KEPT_LINES = 20;
const START_LIMIT_MS = 60_000;
/** After its stdin was closed the engine has this long to end, then it is told to, then it is killed. */
const LEAVE_MS = 10_000;
/** Longer than the 10 s that a task has between TERM and KILL: nobody ends the tasks of an engine that was killed. */
const TERM_MS = 15_000;

/**
 * The engine as a child process. Its stdin is a pipe: with `--exit-with-parent` it ends when the pipe closes, also
 * when this process is killed. It has a process group of its own, so that Ctrl-C reaches only the command line.
 */
export class EngineProcess {
  readonly #child: Child;
  readonly #said: string[] = [];
  readonly #gone = new AbortController();
  readonly #ended: Promise<void>;

  constructor({ enginePath, args, env, cwd }: EngineStart) {
    this.#child = spawn(process.execPath, engineArguments(enginePath, args), {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env,
      cwd,
    });
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stderr }).on('line', (line) => {
      this.#said.push(line);
      if (this.#said.length > KEPT_LINES) this.#said.shift();
    });
    this.#ended = new Promise<void>((resolve) => {
      this.#child.once('error', (error) => {
        this.#said.push(error.message);
        resolve();
      });
      this.#child.once('close', () => {
        resolve();
      });
    }).then(() => {
      this.#gone.abort();
    });
  }

  /** Aborted when the process has ended. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Waits for the line that says ready. Throws when the engine ends before, takes too long, or the signal is aborted. */
  async ready(signal: AbortSignal): Promise<ReadyLine> {
    const limit = AbortSignal.timeout(START_LIMIT_MS);
    const line = await new Promise<ReadyLine | undefined>((resolve) => {
      createInterface({ input: this.#child.stdout }).on('line', (text) => {
        const ready = parseReadyLine(text);
        if (ready !== undefined) resolve(ready);
      });
      AbortSignal.any([signal, this.gone, limit]).addEventListener('abort', () => {
        resolve(undefined);
      });
      if (signal.aborted) resolve(undefined);
    });
    if (line !== undefined) return line;
    signal.throwIfAborted();
    const refusal = engineRefusal(this.#child.exitCode, this.#said);
    throw (
      refusal ??
      this.failure(
        limit.aborted ? `did not get ready within ${String(START_LIMIT_MS / 1000)} s` : 'did not start',
      )
    );
  }

  /** The error for an engine that failed; a data folder in use is a conflict. */
  failure(what: string): CliError {
    const { exitCode, signalCode } = this.#child;
    const how = signalCode ?? (exitCode === null ? '' : `exit code ${String(exitCode)}`);
    const message = [`The engine ${what}${how === '' ? '' : ` (${how})`}.`, ...this.#said].join('\n');
    if (exitCode === EXIT.conflict) return new CliError(EXIT.conflict, [{ code: 'DATA_IN_USE', message }]);
    return new CliError(EXIT.unexpected, [{ code: 'ENGINE_FAILED', message }]);
  }

  /** Ends the engine and waits until it has; `now` leaves it no time to finish what it does. */
  async end(now: boolean): Promise<void> {
    this.#child.stdin.end();
    if (now) this.#signal('SIGTERM');
    const patience = [
      ...(now
        ? []
        : [
            setTimeout(() => {
              this.#signal('SIGTERM');
            }, LEAVE_MS),
          ]),
      setTimeout(
        () => {
          this.#signal('SIGKILL');
        },
        (now ? 0 : LEAVE_MS) + TERM_MS,
      ),
    ];
    await this.#ended;
    patience.forEach(clearTimeout);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.gone.aborted) return;
    try {
      process.kill(-pid, signal);
    } catch {
      this.#child.kill(signal);
    }
  }
}
