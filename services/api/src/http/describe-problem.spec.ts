import { LogFullError } from '@millrace/events';
import { ReadModelUnavailableError } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import { problemFor } from './describe-problem.js';

const request = { method: 'PUT', url: '/api/v1/projects/a' };

describe('What was thrown', () => {
  it('is a refusal where the client went away amid its body: no fault of ours', () => {
    const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET', statusCode: 400 });
    expect(problemFor(aborted, request)).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });

  it('is a fault of ours, which tells nothing of itself, where it is unknown', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(problemFor(reset, request)).toMatchObject({ status: 500, code: 'INTERNAL' });
  });

  it('says when to try again where the log is full', () => {
    expect(problemFor(new LogFullError('full'), request)).toMatchObject({
      status: 503,
      code: 'LOG_FULL',
      extras: { headers: { 'retry-after': '5' } },
    });
  });

  it('says when to try again where the read model cannot be reached, and not where that is', () => {
    const problem = problemFor(new ReadModelUnavailableError('db:3306/millrace does not answer'), request);
    expect(problem).toMatchObject({
      status: 503,
      code: 'READ_MODEL_UNAVAILABLE',
      extras: { headers: { 'retry-after': '5' } },
    });
    expect(problem.message).not.toContain('db:3306');
  });
});
