import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RegistrySettingsError } from '../registry-errors.js';
import { backoffOf } from './redis-connection.js';
import { parseRedisSettings } from './redis-settings.js';

const SECRET = 'hunter2-s3cret';

describe('the settings of Redis', () => {
  it('have defaults for all but the url', () => {
    expect(parseRedisSettings({ url: 'redis://cache' })).toEqual({
      target: { host: 'cache', port: 6379, db: 0, tls: false, shown: 'redis://cache:6379/0' },
      prefix: 'millrace:',
      connectTimeoutMs: 1_000,
      commandTimeoutMs: 1_000,
    });
  });

  it('take user, password, port and db from the url, decoded', () => {
    const { target } = parseRedisSettings({ url: 'rediss://me%40work:p%2Fw%3Ad@cache.example:7000/3' });
    expect(target).toEqual({
      host: 'cache.example',
      port: 7000,
      db: 3,
      user: 'me@work',
      password: 'p/w:d',
      tls: true,
      shown: 'rediss://cache.example:7000/3',
    });
  });

  it('take a password without a user', () => {
    const { target } = parseRedisSettings({ url: `redis://:${SECRET}@cache` });
    expect(target).toMatchObject({ password: SECRET });
    expect(target).not.toHaveProperty('user');
  });

  it('take an address of IPv6', () => {
    expect(parseRedisSettings({ url: 'redis://[::1]:7000' }).target).toMatchObject({
      host: '::1',
      port: 7000,
    });
  });

  it.each([
    ['no url', 'cache:6379 '],
    ['nothing', ''],
    ['another protocol', `http://me:${SECRET}@cache`],
    ['no host', 'redis://'],
    ['a port that is none', `redis://me:${SECRET}@cache:99999`],
    ['a db that is no number', `redis://me:${SECRET}@cache/zero`],
    ['a db with a tail', `redis://me:${SECRET}@cache/1/2`],
    ['a query', `redis://me:${SECRET}@cache/1?family=6`],
    ['a password with a raw "#"', `redis://me:${SECRET}#x@cache`],
    ['a password with a raw "%"', `redis://me:${SECRET}%zz@cache`],
    ['a user without a password', 'redis://me@cache'],
  ])('refuse %s, and do not show the password', (_, url) => {
    const error = refusal(() => parseRedisSettings({ url }));
    expect(error).toMatchObject({ code: 'REGISTRY_SETTINGS_INVALID', retryable: false });
    expect(error.message).toContain('redis://user:password@host:port/db');
    expect(inspect(error, { depth: Infinity })).not.toContain(SECRET);
  });

  it.each([
    ['prefix', { prefix: '' }],
    ['connectTimeoutMs', { connectTimeoutMs: 0 }],
    ['commandTimeoutMs', { commandTimeoutMs: 1.5 }],
    ['ca', { ca: 'no certificate', url: 'rediss://cache' }],
    ['ca', { ca: 'whatever it is' }],
  ])('name %s when it is wrong', (name, wrong) => {
    const error = refusal(() => parseRedisSettings({ url: `redis://:${SECRET}@cache`, ...wrong }));
    expect(error.message).toContain(`${name}: `);
    expect(inspect(error, { depth: Infinity })).not.toContain(SECRET);
  });

  it('refuse what they do not know', () => {
    const settings = { url: 'redis://cache', password: SECRET };
    expect(refusal(() => parseRedisSettings(settings)).message).toContain('password');
  });
});

describe('the backoff', () => {
  it('doubles to two seconds, with jitter of a half', () => {
    for (const [attempt, most] of [
      [1, 100],
      [2, 200],
      [5, 1_600],
      [6, 2_000],
      [5_000, 2_000],
    ] as const) {
      expect(backoffOf(attempt)).toBeGreaterThanOrEqual(most / 2);
      expect(backoffOf(attempt)).toBeLessThanOrEqual(most);
    }
  });
});

function refusal(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof RegistrySettingsError) return error;
  }
  throw new Error('Was not refused.');
}
