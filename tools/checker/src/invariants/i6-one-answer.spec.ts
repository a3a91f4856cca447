import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, done, event, runSucceeded } from '../../testing/index.js';
import { oneAnswer } from './i6-one-answer.js';

const only = { invariants: [oneAnswer] };
const OTHER = '0195c000-0000-8000-8000-000000000002';
const rejected = { accepted: false, code: 'ALREADY_STARTED', message: 'x' } as const;
const log = (): LogBuilder => new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]);
const command = (offset: number, type: string, id: string) => ({
  input: { topic: 'commands', offset } as const,
  cause: { type, source: 'test', id },
});

describe('I6', () => {
  it('passes where each command has its own id and outcome', async () => {
    const good = log()
      .start([...done('a'), runSucceeded()], { run: OTHER })
      .record([], { ...command(7, 'StopRun', 'x'), outcome: rejected, aggs: [] });
    expect(await good.violations()).toEqual([]);
  });

  it('catches a command that is decided twice', async () => {
    const { violations } = await log()
      .start([], { run: OTHER, ...command(7, 'StartRun', 'start-0') })
      .check(only);
    expect(violations).toMatchObject([
      { run: OTHER, offset: 3, sentence: 'The command start-0 of test is decided again.' },
    ]);
  });

  it('lets an id be used again when its seven days are over', async () => {
    const later = 8 * 24 * 3_600_000;
    const again = log().start([], { run: OTHER, later, ...command(7, 'StartRun', 'start-0') });
    expect(await again.violations(only)).toEqual([]);
  });

  it('catches an input without an outcome, and an outcome without an input', async () => {
    expect(await log().record([], { outcome: null, aggs: [] }).violations(only)).toEqual(['I6 - 3']);
    expect(await log().record([], { input: null, aggs: [] }).violations(only)).toEqual(['I6 - 3']);
  });

  it('catches a rejected command with an effect, and an accepted one without', async () => {
    expect(await log().start([], { run: OTHER, outcome: rejected }).violations(only)).toEqual(['I6 - 3']);
    const nothing = log().record([], { ...command(7, 'StopRun', 'x'), aggs: [] });
    expect(await nothing.violations(only)).toEqual(['I6 - 3']);
  });

  it('catches the effect of a command in a record of another', async () => {
    const odd = new LogBuilder(workflow({ a: [] })).start().record([event('RunStopRequested', {})]);
    expect(await odd.violations(only)).toEqual(['I6 - 3']);
  });
});
