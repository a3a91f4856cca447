import { describe, expect, it } from 'vitest';
import {
  PositionConflictError,
  ReadModelDamagedError,
  ReadModelFullError,
  ReadModelUnavailableError,
} from '../read-model-errors.js';
import { UnreadableColumnError } from '../tables/unreadable-column-error.js';
import { readModelErrorOf } from './read-model-error-of.js';

const settings = { host: 'db', port: 3306, database: 'millrace', user: 'engine', password: 'secret' };

/** As the driver gives it. */
function driverError(facts: object, message = 'it said no'): Error {
  return Object.assign(new Error(message), facts);
}

const judged = (error: unknown): unknown => readModelErrorOf(error, settings);

describe('What a failure of the database says of the read model', () => {
  it.each([3, 1021, 1114])('is that the disk is full at error %i', (errno) => {
    expect(judged(driverError({ errno }))).toBeInstanceOf(ReadModelFullError);
  });

  it('is that the disk is full where only the text tells it', () => {
    const text = 'Got error 28 "No space left on device" from storage engine InnoDB';
    expect(judged(driverError({ errno: 1030 }, text))).toBeInstanceOf(ReadModelFullError);
    const other = driverError({ errno: 1030 }, 'Got error 128 from storage engine');
    expect(judged(other)).toBe(other);
  });

  it.each([
    [1040, 'takes no more connections'],
    [1203, 'takes no more connections'],
    [1045, "does not let in user 'engine'"],
    [1044, 'GRANT ALL ON `millrace`.*'],
    [1049, 'CREATE DATABASE `millrace`'],
    [1290, 'read only'],
    [1205, 'SHOW FULL PROCESSLIST'],
    [1213, 'SHOW FULL PROCESSLIST'],
    [1153, 'max_allowed_packet'],
    [1927, 'does not answer'],
    [3159, 'set tls'],
  ])('is that the database cannot be used at error %i, and what to do', (errno, text) => {
    const error = judged(driverError({ errno, fatal: true }));
    expect(error).toBeInstanceOf(ReadModelUnavailableError);
    expect((error as Error).message).toContain(text);
    expect((error as Error).message).toContain('db:3306');
    expect((error as Error).message).not.toContain('secret');
  });

  it.each([
    ['a refused connection', { code: 'ECONNREFUSED', errno: -111, syscall: 'connect' }],
    ['an unknown host', { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo' }],
    ['a lost connection', { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }],
    ['a closed connection', { fatal: true }],
  ])('is that it cannot be used at %s', (_what, facts) => {
    expect(judged(driverError(facts))).toBeInstanceOf(ReadModelUnavailableError);
  });

  it.each(['HANDSHAKE_SSL_ERROR', 'HANDSHAKE_NO_SSL_SUPPORT'])('names TLS at %s', (code) => {
    expect(judged(driverError({ code, fatal: true }))).toMatchObject({
      code: 'READ_MODEL_UNAVAILABLE',
      message: expect.stringContaining('over TLS'),
    });
  });

  it.each([
    ['a missing table', driverError({ errno: 1146 })],
    ['text that is no JSON', new SyntaxError('no JSON')],
    ['a number that is none', new UnreadableColumnError('soon')],
  ])('is that it is damaged at %s', (_what, error) => {
    expect(judged(error)).toBeInstanceOf(ReadModelDamagedError);
  });

  it('is found below what TypeORM wraps around it', () => {
    const wrapped = driverError({ driverError: driverError({ errno: 1114 }) });
    expect(judged(wrapped)).toBeInstanceOf(ReadModelFullError);
  });

  it('is nothing where it is said already, or is a fault of ours', () => {
    const conflict = new PositionConflictError('moved');
    expect(judged(conflict)).toBe(conflict);
    const fault = driverError({ errno: 1064, fatal: true });
    expect(judged(fault)).toBe(fault);
    expect(judged('text')).toBe('text');
  });
});
