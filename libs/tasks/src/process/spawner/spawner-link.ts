import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Guard } from '../guard/process-guard.js';
import { signalGroup } from '../process-group.js';
import type { CommandLine, ExitStatus, StartFailure } from '../process-starter.js';
import { GuardLine } from './guard-line.js';
import type { LiveOrder, SpawnAnswer, SpawnOrder, SpawnerSetup } from './spawner-messages.js';

/** What the spawner has said of a process that it started. */
export interface Spawned {
  readonly pid: number;
  readonly startTime: string;
  readonly exited: Promise<ExitStatus>;
}

/** How the spawner is started; tests start it from its source. */
export interface SpawnerProgram {
  readonly entry: URL;
  readonly execArgv: readonly string[];
}

/** How a spawner process is started, and what ends what it starts. */
export interface SpawnerPlan {
  readonly program: SpawnerProgram;
  readonly guard: Guard;
  readonly mark: string | undefined;
}

interface Pending {
  readonly started: PromiseWithResolvers<Spawned | StartFailure>;
  readonly exited: PromiseWithResolvers<ExitStatus>;
  pid: number | undefined;
}

/** The worker's end of one spawner process. When that process ends unasked, what it started is killed. */
export class SpawnerLink {
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private readonly ended: Promise<void>;
  private readonly guard: Guard;
  private readonly line: GuardLine;
  private orders = 0;
  private over = false;
  /** False once nothing more can be started by this process. */
  alive = true;

  constructor({ program, guard, mark }: SpawnerPlan) {
    this.guard = guard;
    const commandOf = (setup: SpawnerSetup): CommandLine => [
      process.execPath,
      ...program.execArgv,
      fileURLToPath(program.entry),
      JSON.stringify({ ...setup, mark }),
    ];
    const { command, env, hasLine } = guard.launch(commandOf);
    const [launched, ...args] = command;
    this.child = spawn(launched, args, {
      // Nothing of the worker's environment but what the guard needs, and no signal of a terminal to the worker's group.
      env: { ...env },
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc', ...(hasLine ? (['pipe'] as const) : [])],
    });
    this.line = new GuardLine(this.child.stdio[4]);
    // Where something else is started that starts the spawner, the latter ends first; the guard must not stay.
    this.child.once('disconnect', () => this.line.end());
    this.child.on('message', (message: SpawnAnswer) => this.take(message));
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.end(error.message);
        if (this.child.pid === undefined) resolve();
      });
      this.child.once('exit', (code, signal) => {
        this.end(`it ended with ${signal ?? code}`);
        resolve();
      });
    });
    this.holdProcess(false);
  }

  start(order: Omit<SpawnOrder, 'id'>): Promise<Spawned | StartFailure> {
    this.orders += 1;
    const id = this.orders;
    const pending: Pending = {
      started: Promise.withResolvers(),
      exited: Promise.withResolvers(),
      pid: undefined,
    };
    // Told to whoever waits for it; when nobody does yet, that is no fault.
    pending.exited.promise.catch(() => undefined);
    if (this.pending.size === 0) this.holdProcess(true);
    this.pending.set(id, pending);
    this.child.send({ id, ...order } satisfies SpawnOrder, (error) => {
      if (error) this.end(error.message);
    });
    return pending.started.promise;
  }

  /** What runs is ended by others when nothing is said for so long. */
  live(forMs: number): void {
    this.line.live(forMs);
    if (this.child.connected)
      this.child.send({ liveMs: Math.max(0, forMs) } satisfies LiveOrder, () => undefined);
  }

  /** Ends the spawner and all that still runs of what it started. */
  async close(): Promise<void> {
    this.alive = false;
    if (this.child.connected) this.child.disconnect();
    this.line.end();
    this.child.ref();
    await this.ended;
    await this.guard.clear();
  }

  private take(message: SpawnAnswer): void {
    const pending = this.pending.get(message.id);
    if (!pending) return;
    if ('pid' in message) {
      pending.pid = message.pid;
      const { pid, startTime } = message;
      pending.started.resolve({ pid, startTime, exited: pending.exited.promise });
      return;
    }
    this.pending.delete(message.id);
    if (this.pending.size === 0) this.holdProcess(false);
    if ('failure' in message) pending.started.resolve(message.failure);
    else pending.exited.resolve([message.exitCode, message.signal]);
  }

  private end(reason: string): void {
    this.alive = false;
    // Once: after that another spawner may be in the same guard.
    if (this.over) return;
    this.over = true;
    this.line.end();
    this.guard.kill();
    const error = new Error(`The process that starts scripts is gone (${reason}).`);
    for (const { pid, started, exited } of this.pending.values()) {
      if (pid !== undefined) signalGroup(pid, 'SIGKILL');
      started.reject(error);
      exited.reject(error);
    }
    this.pending.clear();
  }

  /** An idle spawner keeps nobody from ending. */
  private holdProcess(held: boolean): void {
    const { channel } = this.child;
    if (held) {
      this.child.ref();
      channel?.ref();
    } else {
      this.child.unref();
      channel?.unref();
    }
  }
}
