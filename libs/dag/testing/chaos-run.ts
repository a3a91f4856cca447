import type { RunCommand } from '../src/run/commands/index.js';
import type { WorkflowDefinition } from '../src/definition/workflow-definition.js';
import { canonicalJson } from '../src/definition/canonical-json.js';
import { continueRun } from '../src/run/commands/continue-run.js';
import { fireTimer } from '../src/run/commands/fire-timer.js';
import { pauseRun } from '../src/run/commands/pause-run.js';
import { resumeRun } from '../src/run/commands/resume-run.js';
import { stopRun } from '../src/run/commands/stop-run.js';
import { canonicalState } from '../src/run/canonical-state.js';
import type { Effect } from '../src/run/effects.js';
import { isAttemptEnded, isRunEnded } from '../src/run/lifecycle.js';
import { isRejection } from '../src/run/rejection.js';
import { decodeRun, encodeRun } from '../src/run/run-codec.js';
import { taskAt } from '../src/run/state.js';
import { must } from './must.js';
import { RunChecker } from './run-checker.js';
import { RunEngine } from './run-engine.js';
import {
  accepted,
  dispatch,
  failed,
  killed,
  lost,
  running,
  start,
  succeeded,
  timedOut,
} from './short-commands.js';

interface Attempt {
  readonly task: string;
  readonly attempt: number;
  readonly worker: string;
  readonly incarnation: string;
  reported: 'nothing' | 'accepted' | 'running' | 'end';
}

/**
 * One run in a world where reports are repeated, dropped, reordered and late, workers are lost, people pause, resume and
 * stop, and snapshots replace the state. What happens is chosen by numbers; everything is checked after every step.
 */
export class ChaosRun {
  readonly engine: RunEngine;
  private readonly checker: RunChecker;
  private offers: number[] = [];
  private attempts: Attempt[] = [];
  /** Reports under way, and those that have arrived and may come again. */
  private mail: RunCommand[] = [];
  private readonly old: RunCommand[] = [];
  private readonly incarnations = [1, 1, 1];
  private readonly actions: readonly ((choice: number) => void)[];

  /** `limit`: events a record takes at most; absent: as many as in production. */
  constructor(definition: WorkflowDefinition, limit?: number) {
    this.engine = new RunEngine(definition, (effect) => this.perform(effect), limit);
    this.checker = new RunChecker(this.engine.graph);
    const often = [
      (choice: number) => this.dispatchOne(choice),
      (choice: number) => this.workOn(choice),
      (choice: number) => this.deliver(choice),
    ];
    this.actions = [
      ...often,
      ...often,
      ...often,
      (choice) => this.letTimePass(choice),
      (choice) => this.letTimePass(choice),
      () => this.continueOnce(),
      () => this.continueOnce(),
      (choice) => this.deliverAgain(choice),
      (choice) =>
        choice % 2 === 0 ? this.loseWorker(choice % this.incarnations.length) : this.dispatchOne(choice),
      (choice) => this.disturb(choice),
      (choice) => this.disturb(choice),
    ];
    this.send(start(definition));
  }

  /** Does what this number chooses. */
  act(choice: number): void {
    this.actions[choice % this.actions.length]?.(Math.floor(choice / this.actions.length));
  }

  /** Faults end: reports arrive, workers obey, the person goes on; the run must end. */
  heal(): void {
    for (let round = 0; !isRunEnded(this.engine.state.phase); round += 1) {
      must(round < 3000, 'I14: after all faults have ended the run ends');
      if (this.continueOnce()) continue;
      const { phase, tasks } = this.engine.state;
      if (phase === 'paused' || phase === 'pausing') this.send(resumeRun({}));
      if (this.healOne()) continue;
      const heldOnly = this.engine.timers.size === 0 && tasks.some((task) => task.state === 'held');
      if (heldOnly) this.send(stopRun({}));
      else this.fireNext();
    }
  }

  private continueOnce(): boolean {
    const { more } = this.engine;
    if (more) this.send(continueRun({}));
    return more;
  }

  private healOne(): boolean {
    const busy = this.mail.length > 0 || this.attempts.length > 0 || this.offers.length > 0;
    if (this.mail.length > 0) this.deliver(0);
    else if (this.attempts.length > 0) this.endWell();
    else if (this.offers.length > 0) this.dispatchOne(0);
    return busy;
  }

  private endWell(): void {
    const [attempt] = this.attempts;
    if (!attempt) return;
    if (attempt.reported === 'end') return this.loseWorker(Number(attempt.worker));
    this.report(attempt, this.isWanted(attempt) ? 'succeeded' : 'killed');
  }

  private isWanted({ task }: Attempt): boolean {
    const { phase, graph } = this.engine.state;
    const isCleanUp = graph.tasks.some((node) => node.name === task && node.definition.runIf === 'always');
    return phase === 'running' || (phase === 'failing' && isCleanUp);
  }

  private dispatchOne(choice: number): void {
    const index = this.offers.splice(choice % Math.max(1, this.offers.length), 1)[0];
    if (index === undefined) return;
    const worker = choice % this.incarnations.length;
    const { node, task } = taskAt(this.engine.state, index);
    this.send(
      dispatch(node.name, task.attempt, { worker: String(worker), incarnation: this.incarnationOf(worker) }),
    );
  }

  private workOn(choice: number): void {
    const attempt = this.attempts[choice % Math.max(1, this.attempts.length)];
    if (!attempt || attempt.reported === 'end') return;
    const says = Math.floor(choice / 16) % KINDS.length;
    this.report(attempt, KINDS[says] ?? 'succeeded');
  }

  private report(attempt: Attempt, kind: (typeof KINDS)[number]): void {
    const { task, attempt: number, incarnation } = attempt;
    this.mail.push(REPORTS[kind](task, { attempt: number, incarnation }));
    attempt.reported = kind === 'accepted' || kind === 'running' ? kind : 'end';
  }

  /** One report in eight is lost on the way; then the worker is, some time. */
  private deliver(choice: number): void {
    const [report] = this.mail.splice(choice % Math.max(1, this.mail.length), 1);
    if (!report || choice % 8 === 7) return;
    this.old.push(report);
    this.send(report);
  }

  private deliverAgain(choice: number): void {
    const report = this.old[choice % Math.max(1, this.old.length)];
    if (!report) return;
    const before = canonicalJson(canonicalState(this.engine.state));
    this.send(report);
    const isProgress = report.type === 'ReportAttemptAccepted' || report.type === 'ReportAttemptRunning';
    const after = canonicalJson(canonicalState(this.engine.state));
    must(isProgress || before === after, `I6: a repeated ${report.type} changes the run`);
  }

  private loseWorker(worker: number): void {
    const incarnation = this.incarnationOf(worker);
    this.incarnations[worker] = (this.incarnations[worker] ?? 0) + 1;
    const gone = this.attempts.filter((attempt) => attempt.incarnation === incarnation);
    for (const { task, attempt } of gone)
      this.send(lost(task, { attempt, incarnation, proven: worker === 0 }));
    this.forgetEnded();
  }

  private letTimePass(choice: number): void {
    if (choice % 4 === 0) this.engine.now += choice % 30_000;
    else this.fireNext();
  }

  private fireNext(): void {
    const next = this.engine.nextTimer;
    if (!next) return;
    this.engine.now = Math.max(this.engine.now, next.dueAt);
    this.engine.timers.delete(next.task);
    this.send(fireTimer({ task: next.task }));
  }

  private disturb(choice: number): void {
    const { graph } = this.engine.state;
    const more = Math.floor(choice / 8);
    const disturbances: readonly (() => void)[] = [
      () => this.send(pauseRun({})),
      () => this.send(pauseRun({})),
      () => this.send(resumeRun({})),
      () => this.restore(),
      () => this.restore(),
      () => this.fireEarly(more % graph.tasks.length),
      () => this.reportFromElsewhere(more),
      () => (more % 4 === 0 ? this.send(stopRun({})) : this.send(continueRun({}))),
    ];
    disturbances[choice % disturbances.length]?.();
  }

  /** A snapshot takes the place of the state. */
  restore(): void {
    const { state, graph } = this.engine;
    this.engine.run = decodeRun(encodeRun(state), graph);
    must(
      canonicalJson(canonicalState(state)) === canonicalJson(canonicalState(this.engine.run)),
      'a snapshot is lossless',
    );
  }

  /** A timer of the wheel that is out of date. */
  private fireEarly(task: number): void {
    if ((this.engine.timers.get(task) ?? Infinity) > this.engine.now) this.send(fireTimer({ task }));
  }

  private reportFromElsewhere(choice: number): void {
    const attempt = this.attempts[choice % Math.max(1, this.attempts.length)];
    if (!attempt) return;
    const result = this.engine.send(
      succeeded(attempt.task, { attempt: attempt.attempt, incarnation: 'nobody' }),
    );
    must(isRejection(result), 'a report of another worker process is refused');
  }

  private send(command: RunCommand): void {
    const result = this.engine.send(command);
    if (isRejection(result)) {
      // Else the wheel would be without a timer that the state still holds.
      must(command.type !== 'FireTimer' || this.timersAgree(), 'a timer that was due is not refused');
      return this.forgetEnded();
    }
    this.checker.observe(result.events, this.engine.now);
    this.forgetEnded();
    this.checker.compare(this.engine.state, this.engine.timers);
    const inFlight = this.attempts.length > 0 || this.mail.length > 0 || this.offers.length > 0;
    this.checker.checkLive(this.engine.state, this.engine.more, inFlight);
  }

  private timersAgree(): boolean {
    this.checker.compare(this.engine.state, this.engine.timers);
    return true;
  }

  private perform(effect: Effect): void {
    if (effect.effect === 'OfferTask') this.offers.push(effect.task);
    if (effect.effect !== 'DispatchTask') return;
    const { node, task } = taskAt(this.engine.state, effect.task);
    if (!task.worker) return;
    this.attempts.push({ task: node.name, attempt: task.attempt, ...task.worker, reported: 'nothing' });
  }

  /** Attempts that the run still takes reports of. */
  private forgetEnded(): void {
    const { run } = this.engine;
    if (!run) return;
    this.attempts = this.attempts.filter(({ task, attempt }) => {
      const index = run.graph.indexOf.get(task) ?? -1;
      const current = run.tasks[index];
      return (
        current?.attempt === attempt &&
        current.attemptState !== undefined &&
        !isAttemptEnded(current.attemptState)
      );
    });
    this.offers = this.offers.filter((index) => run.tasks[index]?.state === 'queued');
  }

  private incarnationOf(worker: number): string {
    return `${worker}-${this.incarnations[worker]}`;
  }
}

const KINDS = [
  'accepted',
  'running',
  'running',
  'succeeded',
  'succeeded',
  'failed',
  'timed-out',
  'killed',
] as const;

const REPORTS: Readonly<
  Record<
    (typeof KINDS)[number],
    (task: string, ref: { readonly attempt: number; readonly incarnation: string }) => RunCommand
  >
> = {
  accepted,
  running,
  succeeded: (task, ref) => succeeded(task, { ...ref, outputs: { n: 1 } }),
  failed,
  'timed-out': timedOut,
  killed,
};
