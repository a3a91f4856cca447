import { randomUUID } from 'node:crypto';
import { TcpProxy, describeWithStack } from '@millrace/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { presenceOf, registryContract } from '../../testing/index.js';
import type { StrangeEntry } from './redis-entry.js';
import { RedisRegistry } from './redis-registry.js';

const LONG = 60_000;
const PATIENCE = { timeout: 10_000 };

describeWithStack('RedisRegistry', ['redis'], ({ redis }) => {
  const url = `redis://${redis.host}:${redis.port}`;
  let prefix = '';
  let plain: Redis;
  beforeAll(() => {
    plain = new Redis(redis.port, redis.host);
  });
  afterAll(() => plain.quit());
  beforeEach(() => {
    prefix = `millrace-test-${randomUUID()}:`;
    const key = keyOf('worker');
    onTestFinished(async () => {
      await plain.del(key, keyOf('master'));
    });
  });

  const keyOf = (kind: string): string => `${prefix}registry:${kind}`;
  const open = (onStrange?: (entry: StrangeEntry) => void): RedisRegistry => {
    const registry = RedisRegistry.open({ url, prefix }, onStrange && { onStrange });
    onTestFinished(() => registry.close());
    return registry;
  };

  registryContract(() => Promise.resolve({ registry: open(), pass: () => undefined }));

  it('shows to one process what another has said', async () => {
    await open().renew(presenceOf('one'), LONG);
    expect(await open().members('worker')).toEqual([presenceOf('one')]);
  });

  it('leaves the members of another prefix alone', async () => {
    await open().renew(presenceOf('one'), LONG);
    const other = RedisRegistry.open({ url, prefix: `${prefix}other:` });
    onTestFinished(() => other.close());
    expect(await other.members('worker')).toEqual([]);
  });

  it('reads 2 000 members by one request', async () => {
    const proxy = new TcpProxy(redis);
    await proxy.open();
    onTestFinished(() => proxy.close());
    const registry = RedisRegistry.open({ url: `redis://127.0.0.1:${proxy.port}`, prefix });
    onTestFinished(() => registry.close());
    const crowd = Array.from({ length: 2_000 }, (_, index) => presenceOf(`worker-${index}`));
    await Promise.all(crowd.map((one) => registry.renew(one, LONG)));
    const before = proxy.requests;
    expect(await registry.members('worker')).toHaveLength(2_000);
    expect(proxy.requests - before).toBe(1);
  });

  it('knows all members again after everything was lost, as soon as they renew', async () => {
    const registry = open();
    await registry.renew(presenceOf('one', { beat: 4 }), LONG);
    await registry.renew(presenceOf('two', { beat: 9 }), LONG);
    await plain.del(keyOf('worker'));
    expect(await registry.members('worker')).toEqual([]);
    expect(await registry.renew(presenceOf('one', { beat: 5 }), LONG)).toBe('renewed');
    expect(await registry.members('worker')).toEqual([presenceOf('one', { beat: 5 })]);
  });

  it('shows by an old beat that an old snapshot was restored', async () => {
    const registry = open();
    await registry.renew(presenceOf('one', { beat: 4 }), LONG);
    const snapshot = await plain.hgetall(keyOf('worker'));
    await registry.renew(presenceOf('one', { beat: 5 }), LONG);
    await plain.hset(keyOf('worker'), snapshot);
    expect(await registry.members('worker')).toEqual([presenceOf('one', { beat: 4 })]);
  });

  describe('what has run out', () => {
    const count = (): Promise<number> => plain.hlen(keyOf('worker'));

    it('is removed when members are read', async () => {
      const registry = open();
      const dead = Array.from({ length: 1_500 }, (_, index) => presenceOf(`dead-${index}`));
      await Promise.all(dead.map((one) => registry.renew(one, 500)));
      await registry.renew(presenceOf('alive'), LONG);
      await expect.poll(() => registry.members('worker'), PATIENCE).toEqual([presenceOf('alive')]);
      expect(await count()).toBe(1);
    });

    it('is removed by those who renew where nobody reads', async () => {
      const registry = open();
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => registry.renew(presenceOf(`dead-${index}`), 50)),
      );
      let beat = 0;
      const renewed = async (): Promise<number> => {
        beat += 1;
        await registry.renew(presenceOf('alive', { beat }), LONG);
        return count();
      };
      await expect.poll(renewed, { ...PATIENCE, interval: 5 }).toBe(1);
    });

    it('leaves nothing behind, not even a key', async () => {
      await open().renew(presenceOf('one'), 100);
      await expect.poll(() => plain.exists(keyOf('worker')), PATIENCE).toBe(0);
    });

    it('does not take those with a longer lease along', async () => {
      const registry = open();
      await registry.renew(presenceOf('long'), LONG);
      await registry.renew(presenceOf('short'), 100);
      expect(await plain.pttl(keyOf('worker'))).toBeGreaterThan(LONG / 2);
    });
  });

  describe('an entry that cannot be understood', () => {
    const lease = `${Date.UTC(2100, 0)} 1`;
    const text = JSON.stringify(presenceOf('one'));
    it.each([
      ['written by hand', 'hello', 'world', 'it has no lease'],
      ['without JSON', 'one/first', `${lease} {"kind":`, 'it is not JSON'],
      ['of another release', 'one/first', `${lease} {"kind":"worker","v":2}`, 'name: '],
      [
        'of a kind of another release',
        'one/first',
        `${lease} ${text.replace('worker', 'gateway')}`,
        'kind: ',
      ],
      ['that was copied', 'two/first', `${lease} ${text}`, 'it speaks of another member or beat'],
      ['with another beat', 'one/first', `${lease}2 ${text}`, 'it speaks of another member or beat'],
      ['that is no text', Buffer.from([0xff, 0xfe, 0x00]), Buffer.from([0x00, 0xff]), 'it has no lease'],
    ])('is left out and told once: %s', async (_, field, value, reason) => {
      const told: StrangeEntry[] = [];
      const registry = open((entry) => told.push(entry));
      await registry.renew(presenceOf('good'), LONG);
      await plain.hset(keyOf('worker'), field, value);
      expect(await registry.members('worker')).toEqual([presenceOf('good')]);
      expect(await registry.members('worker')).toEqual([presenceOf('good')]);
      expect(told).toEqual([
        { kind: 'worker', entry: expect.any(String), reason: expect.stringContaining(reason) },
      ]);
      expect(await plain.hexists(keyOf('worker'), field)).toBe(1);
    });

    it('is told again when it comes back', async () => {
      const told: StrangeEntry[] = [];
      const registry = open((entry) => told.push(entry));
      for (const _round of [1, 2]) {
        await plain.hset(keyOf('worker'), 'hello', 'world');
        await registry.members('worker');
        await plain.hdel(keyOf('worker'), 'hello');
        await registry.members('worker');
      }
      expect(told).toHaveLength(2);
    });

    it('does not stop its member from renewing', async () => {
      const registry = open();
      await plain.hset(keyOf('worker'), 'one/first', 'world');
      expect(await registry.renew(presenceOf('one'), LONG)).toBe('renewed');
      expect(await registry.members('worker')).toEqual([presenceOf('one')]);
    });

    it('is an outage when it is the whole key, for nothing can be read', async () => {
      await plain.set(keyOf('worker'), 'by hand');
      const registry = open();
      await expect(registry.members('worker')).rejects.toThrow(/Could not read the workers: .*WRONGTYPE/);
      await expect(registry.renew(presenceOf('one'), LONG)).rejects.toMatchObject({ retryable: true });
    });
  });

  it('stands it that Redis forgets its scripts', async () => {
    const registry = open();
    await registry.renew(presenceOf('one'), LONG);
    await plain.script('FLUSH');
    expect(await registry.renew(presenceOf('one', { beat: 2 }), LONG)).toBe('renewed');
    expect(await registry.members('worker')).toHaveLength(1);
  });
});
