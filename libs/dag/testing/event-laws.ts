import type { GraphTask } from '../src/definition/graph.js';
import type { RunEvent } from '../src/run/events/index.js';
import { isAttemptEnded } from '../src/run/lifecycle.js';
import { MAX_LOST_ATTEMPTS } from '../src/run/after-attempt.js';
import type { RunState, TaskRun } from '../src/run/state.js';
import { taskOf } from '../src/run/state.js';
import { must } from './must.js';
import type { Before, RunChecker } from './run-checker.js';
import { mayBecome } from './run-oracle.js';

export interface Case {
  readonly checker: RunChecker;
  /** As it was before the event. */
  readonly run: RunState;
  readonly event: RunEvent;
  readonly before: Before;
  readonly at: number;
}

type Law = (one: Case, node: GraphTask, task: TaskRun) => void;

/** What must hold when an event of this type is decided. */
export function checkEvent(one: Case): void {
  const { event, run } = one;
  if (event.type === 'RunFailureDeclared') return checkFailureDeclared(one);
  if (event.type === 'RunPaused') return must(run.active === 0, 'a run is paused only when nothing runs');
  const law = LAWS[event.type];
  if (!law || !('task' in event.data) || event.data.task === undefined) return;
  const { node, task } = taskOf(run, event.data.task);
  law(one, node, task);
}

/** I2: an attempt ends once, and nothing is said of it afterwards. */
const ofOpenAttempt: Law = ({ event, before }) => {
  const attempt = 'attempt' in event.data ? event.data.attempt : 0;
  must(
    attempt === before.attempt,
    `I2: ${event.type} of attempt ${attempt}, the current one is ${before.attempt}`,
  );
  const open = before.attemptState !== undefined && !isAttemptEnded(before.attemptState);
  must(open, `I2: ${event.type} after the attempt was ${before.attemptState}`);
};

const beginning: Law = ({ checker, run, event, before }, node) => {
  if (before.state !== 'waiting') return;
  must(
    mayBecome(run, node, checker.branches).runs,
    `I4: ${event.type} of ${node.name}, and its rule is not met`,
  );
  must(before.phase !== 'stopping', `${event.type} while the run is stopping`);
  must(
    before.phase !== 'failing' || node.definition.runIf === 'always',
    `${event.type} while the run is failing`,
  );
};

const LAWS: Partial<Record<RunEvent['type'], Law>> = {
  TaskDelayed: beginning,
  TaskQueued: (one, node) => {
    beginning(one, node, taskOf(one.run, node.name).task);
    const { before, checker, at } = one;
    if (before.state !== 'retrying') return;
    must(at >= checker.memoryOf(node.name).retryDueAt, `I18: ${node.name} is tried again before it is due`);
  },
  BranchChosen: (one, node, task) => {
    beginning(one, node, task);
    must(
      one.before.phase === 'running' || one.before.phase === 'failing',
      `a branch is chosen while ${one.before.phase}`,
    );
  },
  TaskUpstreamFailed: ({ checker, run }, node) => {
    must(mayBecome(run, node, checker.branches).fails, `${node.name} may not be upstream-failed by its rule`);
  },
  TaskSkipped: ({ checker, run, event, before }, node) => {
    if (event.type !== 'TaskSkipped') return;
    const may = mayBecome(run, node, checker.branches);
    const { reason } = event.data;
    if (reason === 'if-false') must(may.runs, `${node.name} is skipped by its if, and its rule is not met`);
    if (reason === 'needs-skipped' || reason === 'rule-not-met')
      must(may.skips, `${node.name} may not be skipped by its rule`);
    const ending =
      before.phase === 'stopping' || (before.phase === 'failing' && node.definition.runIf !== 'always');
    must(
      (reason === 'run-ending') === ending,
      `${node.name} is skipped for ${reason} while the run is ${before.phase}`,
    );
  },
  TaskDispatched: ({ checker, event, before }, node, task) => {
    const memory = checker.memoryOf(node.name);
    memory.dispatched += 1;
    const attempt = 'attempt' in event.data ? event.data.attempt : 0;
    must(
      attempt === memory.dispatched,
      `I3: attempt ${attempt} of ${node.name} follows ${memory.dispatched - 1}`,
    );
    const { phase } = before;
    const may = phase === 'running' || (phase === 'failing' && node.definition.runIf === 'always');
    must(may, `${node.name} is dispatched while the run is ${phase}`);
    must(!task.overdue, `an attempt of ${node.name} is overdue before it begins`);
    must(!node.logic, 'logic tasks are never dispatched');
  },
  TaskRetrying: ({ checker, event, before, at }, node, task) => {
    if (event.type !== 'TaskRetrying') return;
    const { counts, cause, dueAt } = event.data;
    const { retry, delivery } = node.definition;
    must(delivery === 'at-least-once', `an at-most-once attempt of ${node.name} is tried again`);
    must(!counts || before.retries < retry.max, `I18: ${node.name} has more than ${retry.max} retries`);
    must(counts || task.lost < MAX_LOST_ATTEMPTS - 1, `I18: ${node.name} has lost too many attempts`);
    must(!counts || retry.on.includes(cause), `${node.name} is not tried again on ${cause}`);
    const least = counts ? Math.min(retry.delayMs, retry.maxDelayMs) * (1 - retry.jitter) : 0;
    must(dueAt - at >= Math.floor(least), `I18: the back-off of ${node.name} is shorter than its delay`);
    checker.memoryOf(node.name).retryDueAt = dueAt;
  },
  TaskFailed: (one, node, task) => {
    if (one.before.state === 'waiting') beginning(one, node, task);
  },
  TaskKilled: ({ before }, node) => {
    must(
      before.phase === 'stopping' || before.phase === 'failing',
      `${node.name} is killed while the run is ${before.phase}`,
    );
  },
  TaskHeld: ({ before }, node) => {
    must(
      before.phase !== 'stopping' && before.phase !== 'failing',
      `${node.name} is held while the run is ${before.phase}`,
    );
  },
  AttemptAccepted: ofOpenAttempt,
  AttemptRunning: (one, node, task) => {
    ofOpenAttempt(one, node, task);
    one.checker.memoryOf(node.name).runningAt = one.at;
  },
  AttemptSucceeded: ofOpenAttempt,
  AttemptFailed: (one, node, task) => {
    ofOpenAttempt(one, node, task);
    const unasked = 'code' in one.event.data && one.event.data.code === 'KILLED_UNASKED';
    must(!unasked || !task.overdue, `the kill of the overdue ${node.name} was asked for`);
  },
  AttemptTimedOut: ofOpenAttempt,
  AttemptKilled: ofOpenAttempt,
  AttemptLost: ofOpenAttempt,
  AttemptOutcomeUnknown: ofOpenAttempt,
  AttemptOverdue: (one, node, task) => {
    ofOpenAttempt(one, node, task);
    const due = one.checker.memoryOf(node.name).runningAt + (node.definition.timeoutMs ?? 0) + 25_000;
    must(one.at >= due, `I18: ${node.name} is overdue before its time-out`);
  },
};

function checkFailureDeclared({ run, event, at }: Case): void {
  if (event.type !== 'RunFailureDeclared') return;
  if (event.data.because === 'timed-out') {
    must(run.timeoutIn > 0 && at >= run.startedAt + run.timeoutIn, 'I18: the run times out before it is due');
  } else {
    must(run.graph.definition.failureStrategy === 'end', 'only the strategy `end` ends a run at a failure');
  }
}
