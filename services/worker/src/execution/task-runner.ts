import type { AnyCommand, DispatchInputs, Scope } from '@millrace/dag';
import { decodeAll, displayValue, encodeValue } from '@millrace/dag';
import type { JsonValue, Value } from '@millrace/dag';
import type { TaskDispatch } from '@millrace/events';
import type { StopReason, TaskContext, TaskExecutor, TaskResult } from '@millrace/tasks';
import type { ProcessStarter } from '@millrace/tasks/processes';
import { failpoint } from '@millrace/telemetry';
import type { GivenBack } from '../intake/attempt-memory.js';
import type { AttemptLogs, OpenLog } from './attempt-logs.js';
import { attemptEnvironment, idempotencyKey } from './attempt-environment.js';
import { attemptKey, nameOf } from './attempt-key.js';
import type { Journal } from './journal.js';
import { killMarked } from './leftovers.js';
import { startLongTimer } from './long-timer.js';
import type { TaskPlan } from './task-plan.js';
import { scopeOfDispatch } from './task-plan.js';
import { WorkFolders } from './work-folder.js';

/** Time between TERM and KILL (workflow-format §3). */
const KILL_GRACE_MS = 10_000;

export interface RunnerOptions {
  /** Folder under which each attempt has one of its own. */
  readonly workFolder: string;
  readonly now: () => number;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Keep the work folder of a failed attempt. */
  readonly keepFailed: boolean;
  readonly processes: ProcessStarter;
  /** Aborted when the worker must end at once. */
  readonly urgent: AbortSignal;
}

/** Runs one attempt from its dispatch to the report of its end. */
export class TaskRunner {
  private readonly executors = new Map<string, Promise<TaskExecutor>>();
  private readonly folders: WorkFolders;

  constructor(
    private readonly options: RunnerOptions,
    private readonly journal: Journal,
    private readonly logs: AttemptLogs,
  ) {
    this.folders = new WorkFolders(options.workFolder);
  }

  /** Never throws: what goes wrong is a report. */
  async run(dispatch: TaskDispatch, plan: TaskPlan, stop: AbortController): Promise<AnyCommand> {
    const log = this.logs.open(nameOf(dispatch));
    const cancelTimer = startTimer(plan, stop);
    const result = await this.execute(dispatch, plan, stop.signal, log).catch((error: unknown): TaskResult =>
      failed('WORKER_FAULT', error),
    );
    cancelTimer();
    const lost = await log.end().catch((error: unknown) => failed('LOG_LOST', error));
    return endReport(dispatch, lost ?? result, stop.signal, {
      tail: log.tail(),
      lines: lost ? 0 : log.lines(),
    });
  }

  private async execute(
    dispatch: TaskDispatch,
    plan: TaskPlan,
    signal: AbortSignal,
    log: OpenLog,
  ): Promise<TaskResult> {
    const evaluated = evaluate(dispatch, plan);
    if ('state' in evaluated) return evaluated;
    const { settings, own } = evaluated;
    const executor = await this.executorOf(plan);
    const base = {
      settings,
      idempotencyKey: idempotencyKey(dispatch),
      signal,
      killGraceMs: KILL_GRACE_MS,
      processes: this.options.processes,
      urgent: this.options.urgent,
      log: log.write,
    };
    if (!plan.type.spawns) return executor({ ...base, env: own, workDir: '', onSpawn: () => undefined });
    return this.inWorkFolder(dispatch, plan, own, (env, workDir) =>
      executor({ ...base, env, workDir, onSpawn: this.journalSpawn(dispatch) }),
    );
  }

  /** Loaded once for each type; a load that failed is tried again by the next attempt. */
  private executorOf({ type }: TaskPlan): Promise<TaskExecutor> {
    let executor = this.executors.get(type.type);
    if (!executor) {
      this.executors.set(type.type, (executor = type.executor()));
      executor.catch(() => this.executors.delete(type.type));
    }
    return executor;
  }

  private journalSpawn(dispatch: TaskDispatch): TaskContext['onSpawn'] {
    const key = attemptKey(nameOf(dispatch));
    return ({ pid, startTime }) => {
      this.journal.write({ entry: 'spawn', key, pid, startTime });
      failpoint('worker.spawned');
    };
  }

  private async inWorkFolder(
    dispatch: TaskDispatch,
    plan: TaskPlan,
    own: Readonly<Record<string, string>>,
    work: (env: Readonly<Record<string, string>>, workDir: string) => Promise<TaskResult>,
  ): Promise<TaskResult> {
    const { now, environment, keepFailed } = this.options;
    const folder = this.folders.make(inputsForScript(dispatch.inputs));
    let keep = false;
    try {
      const { timeoutMs } = plan.definition;
      const deadline = timeoutMs === undefined ? undefined : now() + timeoutMs;
      const env = { ...attemptEnvironment(dispatch, environment, folder.files, deadline), ...own };
      const result = await work(env, folder.path);
      keep = keepFailed && result.state === 'failed';
      return result;
    } catch (error) {
      // What has failed may have been what would have ended the processes of this attempt.
      killMarked(folder.path);
      throw error;
    } finally {
      if (!keep) await this.folders.remove(folder);
    }
  }
}

function startTimer({ definition: { timeoutMs } }: TaskPlan, stop: AbortController): () => void {
  if (timeoutMs === undefined) return () => undefined;
  return startLongTimer(timeoutMs, () => stop.abort('timed-out' satisfies StopReason));
}

interface Evaluated {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, string>>;
}

/** What the author of the workflow wrote is at fault when this fails, so it is not tried again. */
function evaluate(dispatch: TaskDispatch, plan: TaskPlan): Evaluated | TaskResult {
  try {
    let made: Scope | undefined;
    const scope = (): Scope => (made ??= scopeOfDispatch(dispatch.run, dispatch.inputs));
    return { settings: plan.settings(scope), own: plan.env(scope) };
  } catch (error) {
    return { ...failed('EXPRESSION_ERROR', error), retryable: false };
  }
}

function failed(code: string, error: unknown): Failed {
  return { state: 'failed', code, message: error instanceof Error ? error.message : String(error) };
}

/** Undefined when the task refers to nothing. */
function inputsForScript(inputs: DispatchInputs): JsonValue | undefined {
  if (Object.keys(inputs.params).length + Object.keys(inputs.tasks).length === 0) return undefined;
  const display = (values: Readonly<Record<string, JsonValue>>): JsonValue =>
    Object.fromEntries(
      Object.entries(decodeAll(values)).map(([name, value]: [string, Value]) => [name, displayValue(value)]),
    );
  const tasks = Object.entries(inputs.tasks).map(
    ([name, task]) => [name, { ...task, outputs: display(task.outputs) }] as const,
  );
  return { params: display(inputs.params), tasks: Object.fromEntries(tasks) };
}

function endReport(
  dispatch: TaskDispatch,
  result: TaskResult,
  signal: AbortSignal,
  log: EndedLog,
): AnyCommand {
  const reason = signal.aborted ? (signal.reason as StopReason) : undefined;
  const end = { ...attemptOf(dispatch), ...endOf(result, log) };
  if (reason === 'timed-out') return { type: 'ReportAttemptTimedOut', data: { ...end, ...tailOf(log) } };
  if (result.state === 'succeeded') return success(end, result);
  if (reason === 'kill') return { type: 'ReportAttemptKilled', data: end };
  if (reason === 'drain' || reason === 'lease-lost') return givenBack(dispatch, reason);
  const failure: Failed =
    result.state === 'failed'
      ? result
      : { state: 'failed', code: 'STOPPED', message: 'The task stopped by itself.' };
  const { code, message, retryable = true } = failure;
  return {
    type: 'ReportAttemptFailed',
    data: { ...end, code, message: message.slice(0, 8000), retryable, ...tailOf(log) },
  };
}

/** Nothing of the attempt runs any more, or ever did; the run goes on elsewhere. */
export function givenBack(dispatch: TaskDispatch, why: GivenBack): AnyCommand {
  const reason = why === 'drain' ? 'drained' : why;
  return { type: 'ReportAttemptLost', data: { ...attemptOf(dispatch), reason, proven: true } };
}

interface EndedLog {
  readonly tail: string;
  /** 0 also where they were lost: nobody shall wait for them. */
  readonly lines: number;
}

type Failed = Extract<TaskResult, { state: 'failed' }>;

function endOf({ exitCode }: TaskResult, { lines }: EndedLog): Readonly<Record<string, number>> {
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(lines === 0 ? {} : { logLines: lines }),
  };
}

function tailOf({ tail }: EndedLog): { readonly logTail?: string } {
  return tail === '' ? {} : { logTail: tail };
}

function success(end: object, result: Extract<TaskResult, { state: 'succeeded' }>): AnyCommand {
  const outputs: Record<string, JsonValue> = {};
  let any = false;
  for (const name in result.outputs) {
    const value = result.outputs[name];
    if (value === undefined) continue;
    outputs[name] = encodeValue(value);
    any = true;
  }
  return { type: 'ReportAttemptSucceeded', data: { ...end, ...(any ? { outputs } : {}) } };
}

/** What every report names. */
export function attemptOf({ task, attempt, incarnation }: TaskDispatch): {
  readonly task: string;
  readonly attempt: number;
  readonly incarnation: string;
} {
  return { task, attempt, incarnation };
}
