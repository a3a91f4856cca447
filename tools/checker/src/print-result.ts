import type { CheckResult } from './check-log.js';
import type { Counts } from './counts.js';
import { formatViolation } from './violation.js';

/** The result for people: counts, then a line for each violation that was kept, then the sum. */
export function printResult({ counts, violations, violated }: CheckResult): string {
  const total = [...violated.values()].reduce((sum, count) => sum + count, 0);
  const more = total > violations.length ? [`… and ${total - violations.length} more`] : [];
  const sums = [...violated].map(([name, count]) => `${count} of ${name}`).join(', ');
  const end = total === 0 ? 'no violation' : `violations: ${sums}`;
  return [...countLines(counts), ...violations.map(formatViolation), ...more, end, ''].join('\n');
}

function countLines(counts: Counts): readonly string[] {
  const { ended } = counts;
  const lines = [
    `log: ${counts.partitions} partitions, ${counts.records} records, of them ${counts.claims} claims and ${counts.ignored} ignored`,
    `     ${counts.commands} commands, of them ${counts.rejections} rejected; ${counts.events} events`,
    `runs: ${counts.runs}, of them ${ended.succeeded} succeeded, ${ended.failed} failed, ${ended.stopped} stopped, ${counts.open} open`,
    `      ${counts.tasks} task runs, ${counts.attempts} attempts`,
  ];
  if (counts.journalLines === 0) return lines;
  return [...lines, `journal: ${counts.journalLines} lines, of them ${counts.journalUnreadable} unreadable`];
}
