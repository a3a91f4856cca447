import { z } from 'zod';
import type { CommandMeta, Decision } from '../define-command.js';
import { defineCommand } from '../define-command.js';
import { RUN_TIMEOUT } from '../effects.js';
import { attemptOverdue } from '../events/attempt-overdue.js';
import { runFailureDeclared } from '../events/run-failure-declared.js';
import { taskQueued } from '../events/task-queued.js';
import { reject } from '../rejection.js';
import type { RunState } from '../state.js';

const schema = z.object({ task: z.int().describe('index of the task, or -1 for the run’s time-out') });

/** Internal: a timer is due. What it means is read from the state, so an old timer does nothing. */
export const fireTimer = defineCommand('FireTimer', schema, (run, data, meta) => {
  if (!run) return reject('UNKNOWN_RUN', 'Could not fire the timer: the run is not active here.');
  return data.task === RUN_TIMEOUT ? fireRunTimeout(run, meta) : fireTaskTimer(run, data.task, meta);
});

function fireRunTimeout(run: RunState, meta: CommandMeta): Decision {
  if (run.timeoutIn === 0 || run.startedAt + run.timeoutIn > meta.now) return notDue;
  if (run.phase !== 'running' && run.phase !== 'pausing') return notDue;
  return [runFailureDeclared({ because: 'timed-out' })];
}

function fireTaskTimer(run: RunState, index: number, meta: CommandMeta): Decision {
  const node = run.graph.tasks[index];
  const task = run.tasks[index];
  if (!node || !task || task.dueIn === 0 || run.startedAt + task.dueIn > meta.now) return notDue;
  if (task.state === 'delayed') return [taskQueued({ task: node.name, attempt: node.logic ? 0 : 1 })];
  if (task.state === 'retrying') return [taskQueued({ task: node.name, attempt: task.attempt + 1 })];
  if (task.state === 'running') return [attemptOverdue({ task: node.name, attempt: task.attempt })];
  return notDue;
}

const notDue = reject('NOT_DUE', 'Could not fire the timer: nothing is due.');
