import type { AnyCommand, RunEvent, RunState, WorkflowGraph } from '@millrace/dag';
import { dispatchTask, isRejection, isRunEnded, step } from '@millrace/dag';

/** A command of a run with all that followed from it. */
export interface Decision {
  readonly command: AnyCommand['type'];
  readonly events: readonly RunEvent[];
}

const WORKER = { worker: 'bench', incarnation: 'bench-1' };

/** The decisions of a run as a master makes them whose worker has room for everything, one for each call. */
export class DecidedRun {
  private run: RunState | undefined;
  private readonly reports: AnyCommand[] = [];

  /** `faulty`: the first attempt of the first task fails. */
  constructor(
    readonly id: string,
    private readonly graph: WorkflowGraph,
    private readonly faulty: boolean,
  ) {}

  get ended(): boolean {
    return this.run !== undefined && isRunEnded(this.run.phase);
  }

  /** Decides what comes next at this time, epoch milliseconds. */
  next(now: number): Decision {
    const command = this.run ? this.nextReport() : this.start();
    const events = this.decide(command, now);
    for (let index = 0; index < events.length; index += 1) this.dispatch(events[index], events, now);
    return { command: command.type, events };
  }

  private start(): AnyCommand {
    const { project, name } = this.graph.definition;
    return { type: 'StartRun', data: { run: this.id, project, workflow: name, trigger: 'api' } };
  }

  private nextReport(): AnyCommand {
    const report = this.reports.shift();
    if (!report) throw new Error(`Nothing happens any more in the run ${this.id}.`);
    return report;
  }

  private decide(command: AnyCommand, now: number): RunEvent[] {
    const result = step(this.run, command, { now, definition: { graph: this.graph, version: 1 } });
    if (isRejection(result)) throw new Error(result.message);
    this.run = result.run;
    return [...result.events];
  }

  /** What was queued is given to the worker in the same record; it tells of the attempt twice. */
  private dispatch(event: RunEvent | undefined, events: RunEvent[], now: number): void {
    if (event?.type !== 'TaskQueued') return;
    const { task, attempt } = event.data;
    events.push(...this.decide(dispatchTask({ task, attempt, ...WORKER }), now));
    const report = { task, attempt, incarnation: WORKER.incarnation };
    this.reports.push({ type: 'ReportAttemptRunning', data: report }, this.end(report));
  }

  private end(report: { readonly task: string; readonly attempt: number }): AnyCommand {
    const fails = this.faulty && report.attempt === 1 && report.task === this.graph.tasks[0]?.name;
    return fails
      ? {
          type: 'ReportAttemptFailed',
          data: { ...report, exitCode: 1, code: 'EXIT_CODE', message: 'exit code 1', retryable: true },
        }
      : { type: 'ReportAttemptSucceeded', data: { ...report, exitCode: 0 } };
  }
}
