import { z } from 'zod';
import type { GraphTask } from '../../definition/graph.js';
import { defineCommand } from '../define-command.js';
import { inputsTooLarge } from '../dispatch-inputs.js';
import { taskDispatched } from '../events/task-dispatched.js';
import { failTask } from '../fail-task.js';
import { reject } from '../rejection.js';
import type { RunState } from '../state.js';
import { attemptFields } from '../task-fields.js';

const schema = z.object({ ...attemptFields, worker: z.string(), incarnation: z.string() });

/** Internal: the dispatcher has found a slot for a queued task run on this worker process. */
export const dispatchTask = defineCommand('DispatchTask', schema, (run, data) => {
  if (!run) return reject('UNKNOWN_RUN', 'Could not dispatch: the run is not active here.');
  const node = queuedTask(run, data.task, data.attempt);
  if (!node)
    return reject(
      'NOT_QUEUED',
      `Could not dispatch '${data.task}': it is not queued for attempt ${data.attempt}.`,
    );
  if (run.phase !== 'running' && run.phase !== 'failing') {
    return reject('NOT_RUNNING', `Could not dispatch '${data.task}': the run is ${run.phase}.`);
  }
  if (run.phase === 'failing' && node.definition.runIf !== 'always') {
    return reject(
      'NOT_RUNNING',
      `Could not dispatch '${data.task}': the run is failing, only clean-up starts.`,
    );
  }
  if (inputsTooLarge(run, node)) {
    return [
      failTask(
        node,
        'INPUTS_TOO_LARGE',
        'The outputs and parameters that the task refers to exceed 512 KiB.',
      ),
    ];
  }
  return [taskDispatched(data)];
});

function queuedTask(run: RunState, name: string, attempt: number): GraphTask | undefined {
  const index = run.graph.indexOf.get(name);
  if (index === undefined) return undefined;
  const task = run.tasks[index];
  return task?.state === 'queued' && task.attempt === attempt ? run.graph.tasks[index] : undefined;
}
