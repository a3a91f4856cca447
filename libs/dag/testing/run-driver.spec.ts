import { describe, expect, it } from 'vitest';
import { resumeRun } from '../src/run/commands/resume-run.js';
import { RunDriver, runToEnd } from './run-driver.js';
import { workflow } from './workflow-builder.js';

const chain = workflow({ a: [], b: { needs: ['a'], delayMs: 1000 } });

describe('RunDriver', () => {
  it('tells what happened in short', () => {
    expect(runToEnd(chain).trail).toEqual([
      'RunStarted',
      'TaskQueued a',
      'TaskDispatched a',
      'AttemptAccepted a',
      'AttemptRunning a',
      'AttemptSucceeded a',
      'TaskDelayed b',
      'TaskQueued b',
      'TaskDispatched b',
      'AttemptAccepted b',
      'AttemptRunning b',
      'AttemptSucceeded b',
      'RunSucceeded',
    ]);
  });

  it('stops its clock where it is told to', () => {
    const driver = new RunDriver(chain, { a: { end: 'succeeded', takes: 5000 } }).start();

    expect(driver.advance(4999).states).toEqual({ a: 'running', b: 'waiting' });
    expect(driver.advance(1).states).toEqual({ a: 'succeeded', b: 'delayed' });
    expect(driver.advance(1000).phase).toBe('succeeded');
  });

  it('gives the same history for the same outcomes', () => {
    const outcomes = { a: [{ end: 'lost' }, 'succeeded'] } as const;

    expect(runToEnd(chain, outcomes).history).toEqual(runToEnd(chain, outcomes).history);
  });

  it('repeats the last outcome', () => {
    const { trail } = runToEnd(workflow({ a: { retry: { max: 3, delayMs: 0 } } }), {
      a: ['timed-out', 'failed'],
    });

    expect(trail.filter((line) => line.startsWith('Attempt') && !/Accepted|Running/.test(line))).toEqual([
      'AttemptTimedOut a',
      'AttemptFailed a',
      'AttemptFailed a',
      'AttemptFailed a',
    ]);
  });

  it('throws when a command is rejected', () => {
    expect(() => new RunDriver(chain).start().send(resumeRun({}))).toThrow(
      'ResumeRun was rejected: ALREADY_DONE',
    );
  });
});

describe('workflow', () => {
  it('refuses a need that is no task', () => {
    expect(() => workflow({ a: ['b'] })).toThrow("The task 'a' names 'b', which is no task.");
  });

  it('refuses a cycle', () => {
    expect(() => workflow({ a: ['b'], b: ['a'] })).toThrow('cycle');
  });

  it('holds a lost at-most-once attempt unless told otherwise', () => {
    expect(workflow({ a: { delivery: 'at-most-once' } }).tasks['a']?.onWorkerLost).toBe('hold');
  });
});
