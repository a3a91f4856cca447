import { describe, expect, it } from 'vitest';
import type { RuleVerdict } from './trigger-rule.js';
import { judgeRule } from './trigger-rule.js';
import type { TriggerRule } from './workflow-definition.js';
import { TRIGGER_RULES } from './workflow-definition.js';

/** How two needs ended: s succeeded, f failed, k skipped, . not yet. */
type Pair = 'ss' | 'sf' | 'sk' | 'ff' | 'fk' | 'kk' | 's.' | 'f.' | 'k.' | '..';

const PAIRS: readonly Pair[] = ['ss', 'sf', 'sk', 'ff', 'fk', 'kk', 's.', 'f.', 'k.', '..'];

/** The table of workflow-format §4: r run, s skip, u upstream-failed, . wait. One letter a pair. */
const TABLE: Readonly<Record<TriggerRule, string>> = {
  'all-success': 'ruruus....',
  'none-failed': 'ruruur....',
  'all-done': 'rrrrrr....',
  'one-success': 'rrruusr...',
  'one-failed': 'srsrrs.r..',
  'all-failed': 'sssrss....',
  always: 'rrrrrr....',
};

const VERDICTS: Readonly<Record<string, RuleVerdict>> = {
  r: 'run',
  s: 'skip',
  u: 'upstream-failed',
  '.': 'wait',
};

const count = (pair: Pair, letter: string): number => [...pair].filter((one) => one === letter).length;

describe('judgeRule', () => {
  const cases = TRIGGER_RULES.flatMap((rule) =>
    PAIRS.map((pair, index) => ({ rule, pair, verdict: VERDICTS[TABLE[rule][index] ?? ''] })),
  );

  it.each(cases)('$rule with needs $pair gives $verdict', ({ rule, pair, verdict }) => {
    const needs = {
      total: 2,
      succeeded: count(pair, 's'),
      failed: count(pair, 'f'),
      skipped: count(pair, 'k'),
    };

    expect(judgeRule(rule, needs)).toBe(verdict);
  });

  it.each(TRIGGER_RULES)('%s without needs runs at once', (rule) => {
    expect(judgeRule(rule, { total: 0, succeeded: 0, failed: 0, skipped: 0 })).toBe('run');
  });
});
