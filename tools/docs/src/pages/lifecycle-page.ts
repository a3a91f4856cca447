import { ATTEMPT_TRANSITIONS, RUN_TRANSITIONS, TASK_RUN_TRANSITIONS } from '@millrace/dag';
import { code, page, table } from '../markdown.js';

type Transitions = Readonly<Record<string, readonly string[]>>;

/** The legal transitions of runs, task runs and attempts. */
export function lifecyclePage(): string {
  return page('Lifecycle', [
    'The states of runs, task runs and attempts, and the moves that are legal. What the states mean: [glossary](../glossary.md).',
    '## Run',
    'A run that has ended stays in its state. `queued` and `discarded` belong to gates, which are not built yet: a run begins as `running`.',
    transitionTable(RUN_TRANSITIONS),
    '## Task run',
    '`gated` belongs to gates, which are not built yet.',
    transitionTable(TASK_RUN_TRANSITIONS),
    '## Attempt',
    'A report of the end counts without `accepted` or `running` before it.',
    transitionTable(ATTEMPT_TRANSITIONS),
  ]);
}

function transitionTable(transitions: Transitions): string {
  const rows = Object.entries(transitions).map(([state, next]) => [
    code(state),
    next.length === 0 ? 'end' : next.map(code).join(' '),
  ]);
  return table(['from', 'to'], rows);
}
