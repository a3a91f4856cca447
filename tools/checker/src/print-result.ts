import type { CheckResult } from './check-log.js';
import type { Counts } from './counts.js';
import { formatViolation } from './violation.js';

/** The result for people: counts, then a line for each violation that was kept, then the sum. */
export function printResult({ counts, violations, violated, skipped }: CheckResult): string {
  const total = [...violated.values()].reduce((sum, count) => sum + count, 0);
  const more = total > violations.length ? [`… and ${total - violations.length} more`] : [];
  const sums = [...violated].map(([name, count]) => `${count} of ${name}`).join(', ');
  const without = skipped.length === 0 ? [] : [`not looked at: ${skipped.join(', ')}`];
  const end = total === 0 ? 'no violation' : `violations: ${sums}`;
  return [...countLines(counts), ...without, ...violations.map(formatViolation), ...more, end, ''].join('\n');
}

function countLines(counts: Counts): readonly string[] {
  const { ended } = counts;
  const lines = [
    `log: ${counts.partitions} partitions, ${counts.records} records, of them ${counts.claims} claims and ${counts.ignored} ignored`,
    `     ${counts.commands} commands, of them ${counts.rejections} rejected; ${counts.events} events`,
    `runs: ${counts.runs}, of them ${ended.succeeded} succeeded, ${ended.failed} failed, ${ended.stopped} stopped, ${counts.open} open`,
    `      ${counts.tasks} task runs, ${counts.attempts} attempts`,
  ];
  return [
    ...lines,
    ...fileLine('journal', counts.journalLines, counts.journalUnreadable),
    ...fileLine('answers', counts.answerLines, counts.answersUnreadable),
  ];
}

function fileLine(name: string, lines: number, unreadable: number): readonly string[] {
  return lines === 0 ? [] : [`${name}: ${lines} lines, of them ${unreadable} unreadable`];
}
