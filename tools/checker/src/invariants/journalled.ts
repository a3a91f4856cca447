import type { GraphTask } from '@millrace/dag';
import type { PlacedLine } from '../beside/journal.js';

/**
 * Whether the script of a task writes into the journal: it has done so in this run, or it is told where the journal is,
 * by a variable `JOURNAL` in its `env` or by that word in its script.
 */
export function isJournalled(node: GraphTask, lines: readonly PlacedLine[]): boolean {
  const { env, settings } = node.definition;
  if (lines.length > 0 || 'JOURNAL' in env) return true;
  const { script } = settings;
  return typeof script === 'string' && script.includes('JOURNAL');
}
