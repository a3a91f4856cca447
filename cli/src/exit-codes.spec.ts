import { ApiError, ContractError, UnreachableError } from '@millrace/api-contract';
import { describe, expect, it } from 'vitest';
import { failureOfCall } from './client/api-failure.js';
import { exitCodeOfRun, exitCodeOfStatus } from './exit-codes.js';

function apiError(status: number, errors: { code: string; message: string }[] = []): ApiError {
  return new ApiError({
    type: 'urn:x',
    title: 'No',
    status,
    detail: 'It is not so.',
    instance: '/',
    code: 'NOT_SO',
    traceId: 't1',
    errors,
  });
}

describe('exit codes', () => {
  it.each([
    ['succeeded', 0],
    ['failed', 3],
    ['stopped', 5],
    ['discarded', 5],
    ['running', undefined],
  ])('of a run that is %s: %s', (state, code) => {
    expect(exitCodeOfRun(state)).toBe(code);
  });

  it.each([
    [400, 8],
    [401, 9],
    [403, 9],
    [404, 6],
    [409, 7],
    [412, 7],
    [413, 8],
    [422, 7],
    [429, 1],
    [500, 1],
    [503, 10],
  ])('of an answer %i: %i', (status, code) => {
    expect(exitCodeOfStatus(status)).toBe(code);
  });
});

describe('a failed call', () => {
  it('tells all that was wrong with the request', () => {
    const errors = [
      { code: 'A', message: 'one' },
      { code: 'B', message: 'two' },
    ];
    expect(failureOfCall(apiError(400, errors))).toMatchObject({ exitCode: 8, problems: errors });
  });

  it('tells the detail where there is nothing else', () => {
    expect(failureOfCall(apiError(409))?.problems).toMatchObject([
      { code: 'NOT_SO', message: 'It is not so.' },
    ]);
  });

  it('names the trace of an error of the server', () => {
    expect(failureOfCall(apiError(500))?.problems[0]?.message).toContain('trace t1');
  });

  it('says how to get in when the token is missing', () => {
    expect(failureOfCall(apiError(401))?.problems[0]?.hint).toContain('MILLRACE_TOKEN');
  });

  it('is exit 10 without an answer, with the reason', () => {
    const error = new UnreachableError('There is no answer.', { cause: new Error('connect ECONNREFUSED') });
    expect(failureOfCall(error)).toMatchObject({
      exitCode: 10,
      problems: [{ message: 'There is no answer. (connect ECONNREFUSED)' }],
    });
  });

  it('is unexpected when something else answers', () => {
    expect(failureOfCall(new ContractError('It is no JSON.'))?.exitCode).toBe(1);
  });

  it('leaves errors of other kinds alone', () => {
    expect(failureOfCall(new TypeError('x'))).toBeUndefined();
  });
});
