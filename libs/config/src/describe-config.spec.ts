import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeConfig } from './describe-config.js';
import { bytes } from './schema/bytes.js';
import { duration } from './schema/duration.js';
import { secret } from './schema/secret.js';
import { variableName } from './values/variable-name.js';

const only = (schema: z.ZodType) => describeConfig(z.strictObject({ it: schema }))[0];

describe('the description of a setting', () => {
  it('says what it is called, what it takes and what it means', () => {
    const schema = z.strictObject({
      queue: z.strictObject({
        clientId: z.string().default('me').describe('Its name.'),
        login: z.strictObject({ password: secret(z.string()) }).optional(),
      }),
    });

    expect(describeConfig(schema)).toEqual([
      {
        path: 'queue.clientId',
        variable: 'MILLRACE_QUEUE_CLIENT_ID',
        fileVariable: undefined,
        type: 'text',
        default: 'me',
        required: false,
        within: undefined,
        description: 'Its name.',
        secret: false,
      },
      {
        path: 'queue.login.password',
        variable: 'MILLRACE_QUEUE_LOGIN_PASSWORD',
        fileVariable: 'MILLRACE_QUEUE_LOGIN_PASSWORD_FILE',
        type: 'text',
        default: undefined,
        required: true,
        within: 'queue.login',
        description: '',
        secret: true,
      },
    ]);
  });

  it.each([
    [z.string(), 'text'],
    [z.int(), 'integer'],
    [z.int().min(1), 'integer, 1 or more'],
    [z.int().min(0).max(9), 'integer, 0 to 9'],
    [z.number().max(0.5), 'number, 0.5 or less'],
    [z.boolean(), 'true or false'],
    [z.enum(['a', 'b']), 'one of a, b'],
    [duration(), 'duration'],
    [duration({ min: '1s', max: '1m' }), 'duration, 1s to 1m'],
    [bytes({ max: '1MiB' }), 'size, 1MiB or less'],
    [z.array(z.string()), 'list of text'],
    [z.array(z.strictObject({ a: z.string() })), 'list of maps'],
    [z.record(z.string(), z.int()), 'map of integer'],
    [duration().describe('x').optional(), 'duration'],
    [z.string().transform(Number).pipe(z.number()), 'text'],
  ])('names its type', (schema, type) => {
    expect(only(schema)?.type).toBe(type);
  });

  it.each([
    [z.int().default(5), '5'],
    [z.boolean().default(false), 'false'],
    [duration().prefault('10s'), '10s'],
    [z.array(z.string()).default(['a', 'b']), 'a, b'],
    [z.string().optional(), undefined],
    [z.string().default(''), ''],
  ])('shows its default as one would write it', (schema, text) => {
    expect(only(schema)).toMatchObject({ default: text, required: false });
  });

  it('has no variable for what a variable cannot hold', () => {
    expect(only(z.record(z.string(), z.string()))?.variable).toBeUndefined();
    expect(only(z.array(z.array(z.string())))?.variable).toBeUndefined();
  });
});

describe('a schema by which nobody could write settings', () => {
  it.each([
    [
      'two settings with one variable',
      z.strictObject({ a: z.strictObject({ bC: z.string(), b: z.strictObject({ c: z.string() }) }) }),
      'a.bC and a.b.c would both be MILLRACE_A_B_C.',
    ],
    [
      'a setting with the variable of the file of a secret',
      z.strictObject({ key: secret(z.string()), keyFile: z.string() }),
      'key and keyFile would both be MILLRACE_KEY_FILE.',
    ],
    [
      'a key that is no name',
      z.strictObject({ 'a-b': z.string() }),
      'a-b: a key has letters and digits only.',
    ],
    [
      'a type that text cannot be',
      z.strictObject({ a: z.strictObject({ b: z.bigint() }) }),
      'a.b: a setting of the type bigint cannot be written in a file and a variable alike.',
    ],
  ])('is refused: %s', (_, schema, message) => {
    expect(() => describeConfig(schema)).toThrow(message);
  });
});

describe('the variable of a setting', () => {
  it.each([
    [['kafka', 'brokers'], 'MILLRACE_KAFKA_BROKERS'],
    [['kafka', 'clientId'], 'MILLRACE_KAFKA_CLIENT_ID'],
    [['kafka', 'partitions', 'P'], 'MILLRACE_KAFKA_PARTITIONS_P'],
    [['baseURLPath'], 'MILLRACE_BASE_URL_PATH'],
    [['http2Port'], 'MILLRACE_HTTP2_PORT'],
  ])('of %j is %s', (path, variable) => {
    expect(variableName(path)).toBe(variable);
  });
});
