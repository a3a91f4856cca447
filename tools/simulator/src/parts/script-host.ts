import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ProcessHost, ProcessOrder, StartedProcess } from '@millrace/tasks/processes';
import type { SimProcess } from '../time/sim-process.js';
import type { Planned, Timeline } from '../time/timeline.js';
import type { ScriptPlan, ScriptTable } from './script-table.js';

/** Starts the scripts of one worker, and ends them when it is gone or has been silent for too long. */
export class ScriptHost implements ProcessHost {
  readonly guard = 'pid-namespace';
  private readonly mine = new Set<number>();
  private deadline: Planned | undefined;
  private closed = false;

  constructor(
    private readonly timeline: Timeline,
    private readonly table: ScriptTable,
    private readonly worker: SimProcess,
  ) {}

  async start({ command, workDir, env }: ProcessOrder): Promise<StartedProcess> {
    if (this.closed) throw new Error('Nothing is started after the host was closed.');
    const plan = readPlan(readFileSync(join(workDir, command.at(-1) ?? ''), 'utf8'));
    const exited = Promise.withResolvers<readonly [number | null, NodeJS.Signals | null]>();
    const stdout = new Readable({ read: () => undefined });
    const stderr = new Readable({ read: () => undefined });
    const pid = this.table.start({
      run: env['MILLRACE_RUN_ID'] ?? '',
      task: env['MILLRACE_TASK'] ?? '',
      attempt: Number(env['MILLRACE_ATTEMPT']),
      plan,
      onEnd: (exitCode, signal) => {
        this.mine.delete(pid);
        this.timeline.plan(0, () => end([exitCode, signal]), this.worker);
      },
    });
    const end = (how: readonly [number | null, NodeJS.Signals | null]): void => {
      stdout.push(null);
      stderr.push(null);
      exited.resolve(how);
    };
    this.mine.add(pid);
    stdout.push(`attempt ${env['MILLRACE_ATTEMPT']}\n`);
    return { pid, startTime: '', stdout, stderr, exited: exited.promise };
  }

  live(forMs: number): void {
    if (this.deadline) this.deadline.cancelled = true;
    this.deadline = this.timeline.plan(forMs, () => this.endAll(), this.timeline.world);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.deadline) this.deadline.cancelled = true;
    for (const pid of this.mine) this.table.signal(pid, 'SIGKILL');
  }

  /** What the guard does when it misses its worker. */
  endAll(): void {
    this.table.killSoon([...this.mine]);
  }
}

/** The script of a simulated task is one line: milliseconds, exit code, milliseconds from TERM to its end or `never`. */
export function scriptOf({ durationMs, exitCode, endsAtTermMs }: ScriptPlan): string {
  return `${durationMs} ${exitCode} ${endsAtTermMs ?? 'never'}`;
}

function readPlan(script: string): ScriptPlan {
  const [duration, code, term] = script.trim().split(' ');
  return {
    durationMs: Number(duration),
    exitCode: Number(code),
    endsAtTermMs: term === 'never' ? undefined : Number(term),
  };
}
