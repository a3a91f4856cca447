import { describe, expect, it } from 'vitest';
import { parts } from './index.js';
import { PART_NAMES } from './part.js';

describe('the parts', () => {
  it.each(PART_NAMES)('%s reads what it says of its own port', (name) => {
    const named = parts[name].fromVariable(parts[name].textAt(1234));

    expect(named?.addresses).toEqual([{ host: '127.0.0.1', port: 1234 }]);
  });

  it('have ports that differ from each other', () => {
    const ports = PART_NAMES.flatMap((name) => parts[name].ports);

    expect(new Set(ports).size).toBe(ports.length);
  });
});

describe('the variable of Kafka', () => {
  it('names one broker or several', () => {
    expect(parts.kafka.fromVariable('a:1, [::1]:2')).toEqual({
      endpoint: { brokers: ['a:1', '[::1]:2'] },
      addresses: [
        { host: 'a', port: 1 },
        { host: '::1', port: 2 },
      ],
    });
  });

  it.each(['', 'a', 'a:', 'a:0', 'a:65536', 'a:1,', 'kafka://a:1'])('is refused as %j', (text) => {
    expect(parts.kafka.fromVariable(text)).toBeUndefined();
  });
});

describe('the variable of the database', () => {
  it('names address, account and schema', () => {
    expect(parts.database.fromVariable('mysql://me:p%40ss@db/runs')).toEqual({
      endpoint: { host: 'db', port: 3306, user: 'me', password: 'p@ss', name: 'runs' },
      addresses: [{ host: 'db', port: 3306 }],
    });
  });

  it.each(['', 'db:3306', 'mysql://db/runs', 'mysql://me:x@db', 'postgres://me:x@db/runs'])(
    'is refused as %j',
    (text) => {
      expect(parts.database.fromVariable(text)).toBeUndefined();
    },
  );
});

describe('the variable of Redis', () => {
  it('has the usual port where it names none', () => {
    expect(parts.redis.fromVariable('redis://[::1]')?.endpoint).toEqual({ host: '::1', port: 6379 });
  });

  it.each(['', 'localhost:6379', 'http://localhost:6379'])('is refused as %j', (text) => {
    expect(parts.redis.fromVariable(text)).toBeUndefined();
  });
});
