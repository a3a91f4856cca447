import { workflow } from '@millrace/dag/testing';
import { describe, expect, it } from 'vitest';
import { LogBuilder, done, runSucceeded } from '../../testing/index.js';
import { Answers } from '../beside/answers.js';
import { durableAnswers } from './i15-durable-answers.js';

const log = new LogBuilder(workflow({ a: [] })).start([...done('a'), runSucceeded()]);

async function violations(...lines: readonly object[]): Promise<readonly string[]> {
  const answers = Answers.of(lines.map((line) => JSON.stringify(line)));
  const result = await log.check({ invariants: [durableAnswers], answers });
  return result.violations.map(({ sentence }) => sentence);
}

describe('I15', () => {
  it('passes a command that was answered as taken and is decided', async () => {
    expect(await violations({ source: 'test', id: 'start-0', answer: 202 })).toEqual([]);
  });

  it('lets commands count either way whose outcome nobody knows, or that were refused', async () => {
    expect(
      await violations(
        { source: 'test', id: 'unknown', answer: 'unknown' },
        { source: 'test', id: 'silent' },
        { source: 'test', id: 'refused', answer: 422 },
      ),
    ).toEqual([]);
  });

  it('catches a command that was answered as taken and never decided', async () => {
    expect(await violations({ commandId: 'start-0', answer: 202 })).toEqual([
      'The command start-0 of /api was answered as taken, but no record decides it.',
    ]);
    expect(
      await violations({ source: 'test', id: 'x', answer: 200 }, { source: 'test', id: 'x', answer: 200 }),
    ).toHaveLength(1);
  });

  it('tells of lines that are none', () => {
    expect(Answers.of(['{"answer":202}', '{broken', '', '{"id":"a","answer":202}']).unreadable).toEqual([
      1, 2,
    ]);
  });
});
