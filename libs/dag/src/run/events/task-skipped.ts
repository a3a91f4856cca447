import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import type { Effect } from '../effects.js';
import { endTask } from '../settle.js';
import { taskOf } from '../state.js';
import { taskField } from '../task-fields.js';

export const SKIP_REASONS = ['needs-skipped', 'rule-not-met', 'if-false', 'run-ending'] as const;

const schema = z.object({ ...taskField, reason: z.enum(SKIP_REASONS) });

/** The task run ended without running. */
export const taskSkipped = defineEvent('TaskSkipped', 1, schema, {
  evolve: (run, data) => {
    const { node } = taskOf(run, data.task);
    endTask(run, node.index, 'skipped');
    if (data.reason === 'run-ending') run.sweep = node.index + 1;
  },
  react: (run, data): readonly Effect[] =>
    data.reason === 'run-ending' ? [{ effect: 'CancelTimer', task: taskOf(run, data.task).node.index }] : [],
});
