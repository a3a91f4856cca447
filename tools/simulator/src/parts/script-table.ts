import type { Timeline } from '../time/timeline.js';
import type { Chance } from '../chance.js';

/** No system gives such numbers to processes: a signal to one of them can hit nothing real. */
const FIRST_PID = 100_000_000;

/** What a simulated script does. */
export interface ScriptPlan {
  readonly durationMs: number;
  readonly exitCode: number;
  /** It ends at TERM, after so many milliseconds; undefined: only KILL ends it. */
  readonly endsAtTermMs: number | undefined;
}

export interface ScriptStart {
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
  readonly plan: ScriptPlan;
  /** How it ended; called once, by nobody of the system. */
  readonly onEnd: (exitCode: number | null, signal: NodeJS.Signals | null) => void;
}

interface Running extends ScriptStart {
  readonly pid: number;
}

/** Two attempts of one task run that ran at the same time. */
export interface Overlap {
  readonly run: string;
  readonly task: string;
  readonly attempts: readonly [number, number];
}

/** All scripts of the simulated machines, and what they write down of themselves. */
export class ScriptTable {
  private readonly running = new Map<number, Running>();
  private last = FIRST_PID;
  /** Lines of the side-effect journal. */
  readonly journal: string[] = [];
  readonly overlaps: Overlap[] = [];

  constructor(
    private readonly timeline: Timeline,
    private readonly chance: Chance,
  ) {}

  start(given: ScriptStart): number {
    this.last += 1;
    const one: Running = { ...given, pid: this.last };
    for (const { run, task, attempt } of this.running.values())
      if (run === one.run && task === one.task)
        this.overlaps.push({ run, task, attempts: [attempt, one.attempt] });
    this.running.set(one.pid, one);
    this.write(one, 'start');
    const { durationMs, exitCode } = one.plan;
    this.timeline.plan(durationMs, () => this.end(one, exitCode, null), this.timeline.world);
    return one.pid;
  }

  /** As `process.kill`: throws ESRCH where there is no such script. */
  signal(pid: number, signal: string | number = 'SIGTERM'): true {
    const one = this.running.get(Math.abs(pid));
    if (!one) throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
    if (signal === 'SIGKILL') this.end(one, null, 'SIGKILL');
    const { endsAtTermMs } = one.plan;
    if (signal === 'SIGTERM' && endsAtTermMs !== undefined)
      this.timeline.plan(endsAtTermMs, () => this.end(one, null, 'SIGTERM'), this.timeline.world);
    return true;
  }

  /** Some moments later: whoever watches over them needs them. */
  killSoon(pids: readonly number[]): void {
    for (const pid of pids) {
      const one = this.running.get(pid);
      if (one)
        this.timeline.plan(
          this.chance.whole(0, 50),
          () => this.end(one, null, 'SIGKILL'),
          this.timeline.world,
        );
    }
  }

  private end(one: Running, exitCode: number | null, signal: NodeJS.Signals | null): void {
    if (!this.running.delete(one.pid)) return;
    if (signal === null) this.write(one, 'end');
    one.onEnd(exitCode, signal);
  }

  private write({ run, task, attempt, pid }: Running, event: 'start' | 'end'): void {
    this.journal.push(JSON.stringify({ run, task, attempt, pid, event, at: Math.floor(this.timeline.now) }));
  }
}
