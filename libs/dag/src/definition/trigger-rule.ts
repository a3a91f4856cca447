import type { TriggerRule } from './workflow-definition.js';

/** How the needs of a task have ended so far. */
export interface NeedCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
}

export type RuleVerdict = 'wait' | 'run' | 'skip' | 'upstream-failed';

/** The table of workflow-format §4. Without needs every rule runs at once. */
export function judgeRule(rule: TriggerRule, needs: NeedCounts): RuleVerdict {
  if (needs.total === 0) return 'run';
  if (rule === 'one-success' && needs.succeeded > 0) return 'run';
  if (rule === 'one-failed' && needs.failed > 0) return 'run';
  if (needs.succeeded + needs.failed + needs.skipped < needs.total) return 'wait';
  return WHEN_SETTLED[rule](needs);
}

const WHEN_SETTLED: Readonly<Record<TriggerRule, (needs: NeedCounts) => RuleVerdict>> = {
  'all-success': (needs) => {
    if (needs.failed > 0) return 'upstream-failed';
    return needs.succeeded > 0 ? 'run' : 'skip';
  },
  'none-failed': (needs) => (needs.failed > 0 ? 'upstream-failed' : 'run'),
  'all-done': () => 'run',
  'one-success': (needs) => (needs.skipped === needs.total ? 'skip' : 'upstream-failed'),
  'one-failed': () => 'skip',
  'all-failed': (needs) => (needs.failed === needs.total ? 'run' : 'skip'),
  always: () => 'run',
};
