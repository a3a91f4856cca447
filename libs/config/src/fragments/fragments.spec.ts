import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { load, problemsOf } from '../../testing/problems-of.js';
import { addressConfig } from './address.js';
import { blobsConfig } from './blobs.js';
import { databaseConfig } from './database.js';
import { loggingConfig } from './logging.js';
import { redisConfig } from './redis.js';

const database = z.strictObject({ database: databaseConfig() });
const redis = z.strictObject({ redis: redisConfig() });
const blobs = z.strictObject({ blobs: blobsConfig() });
const health = z.strictObject({ health: addressConfig({ port: 8421 }) });
const logging = z.strictObject({ logging: loggingConfig() });

describe('database', () => {
  it.each(['mysql://h/d', 'mysql://u:p%40ss@db.example:3306/millrace', 'mysql://u@[::1]:3306/d?ssl=true'])(
    'is at %s',
    (url) => {
      expect(load(database, { env: { MILLRACE_DATABASE_URL: url } })).toEqual({ database: { url } });
    },
  );

  it.each([
    '',
    'h/d',
    'mysql://h',
    'mysql://h/',
    'mysql:///d',
    'postgres://h/d',
    'mysql://u:p@ss/w@h',
    'mysql://u:1/x@h/d',
  ])('is not at %j', (url) => {
    expect(problemsOf(database, { env: { MILLRACE_DATABASE_URL: url } })).toEqual([
      'variable MILLRACE_DATABASE_URL: database.url: must be an address such as mysql://user:password@host:3306/millrace; write characters of the password that mean something there as %xx',
    ]);
  });
});

describe('redis', () => {
  it.each(['redis://h', 'rediss://u:p@h:6380/2'])('is at %s', (url) => {
    expect(load(redis, { yaml: `redis: { url: '${url}' }` })).toEqual({
      redis: { url, prefix: 'millrace:' },
    });
  });

  it.each([
    'h:6379',
    'http://h',
    'redis://',
    'redis://h/x',
    'redis://u:1#x@h',
    'redis://u:1?x@h',
    'redis://u:1/x@h',
  ])('is not at %s', (url) => {
    expect(problemsOf(redis, { yaml: `redis: { url: '${url}' }` })).toHaveLength(1);
  });

  it('has a prefix without blanks', () => {
    const env = { MILLRACE_REDIS_URL: 'redis://h', MILLRACE_REDIS_PREFIX: 'a b' };

    expect(problemsOf(redis, { env })).toEqual([
      "variable MILLRACE_REDIS_PREFIX: redis.prefix: must be text without blanks, not 'a b'",
    ]);
  });
});

describe('blobs', () => {
  it('need a whole path', () => {
    expect(load(blobs, { env: { MILLRACE_BLOBS_FOLDER: '/srv/blobs' } }).blobs.folder).toBe('/srv/blobs');
    expect(problemsOf(blobs, { env: { MILLRACE_BLOBS_FOLDER: 'blobs' } })).toEqual([
      "variable MILLRACE_BLOBS_FOLDER: blobs.folder: must be a whole path, from the root on, not 'blobs'",
    ]);
    expect(problemsOf(blobs, {})).toHaveLength(1);
  });
});

describe('health', () => {
  it('is on loopback, at the port of the service or the one that is set', () => {
    expect(load(health, {}).health).toEqual({ host: '127.0.0.1', port: 8421 });
    expect(load(health, { env: { MILLRACE_HEALTH_PORT: '0', MILLRACE_HEALTH_HOST: '::1' } }).health).toEqual({
      host: '::1',
      port: 0,
    });
  });

  it.each(['-1', '65536', 'http'])('is not at port %s', (port) => {
    expect(problemsOf(health, { env: { MILLRACE_HEALTH_PORT: port } })).toHaveLength(1);
  });
});

describe('logging', () => {
  it('begins at info', () => {
    expect(load(logging, {}).logging).toEqual({ level: 'info' });
    expect(load(logging, { yaml: 'logging: { level: silent }' }).logging).toEqual({ level: 'silent' });
    expect(problemsOf(logging, { yaml: 'logging: { level: INFO }' })).toEqual([
      "millrace.yaml:1:19: logging.level: must be one of debug, info, warn, error, silent, not 'INFO'; did you mean 'info'?",
    ]);
  });
});
