import { TRIGGER_RULES, judgeRule } from '@millrace/dag';
import { code, table } from '../markdown.js';

/** How two needs may have ended: succeeded, failed, skipped; the rest is still open. */
const CASES: readonly (readonly [title: string, succeeded: number, failed: number, skipped: number])[] = [
  ['both succeeded', 2, 0, 0],
  ['one succeeded, one skipped', 1, 0, 1],
  ['one succeeded, one failed', 1, 1, 0],
  ['one failed, one skipped', 0, 1, 1],
  ['both failed', 0, 2, 0],
  ['both skipped', 0, 0, 2],
  ['one succeeded, one open', 1, 0, 0],
  ['one failed, one open', 0, 1, 0],
];

/** What each rule says of a task with two needs. */
export function triggerRuleTable(): string {
  const rows = CASES.map(([title, succeeded, failed, skipped]) => [
    title,
    ...TRIGGER_RULES.map((rule) => judgeRule(rule, { total: 2, succeeded, failed, skipped })),
  ]);
  return table(['the two needs', ...TRIGGER_RULES.map(code)], rows);
}
