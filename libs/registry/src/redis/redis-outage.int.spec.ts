import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { TcpProxy, describeWithStack } from '@millrace/testing';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openEcho, presenceOf, ToldLines } from '../../testing/index.js';
import { openRedisRegistry } from '../open-redis-registry.js';
import type { Registry } from '../registry.js';
import { RegistryClosedError, RegistryUnavailableError } from '../registry-errors.js';
import type { RedisSettings } from './redis-settings.js';

/** Also the time after which what the tests have written is gone from the store. */
const LONG = 60_000;
const PATIENCE = { timeout: 10_000 };
const SECRET = 'hunter2-s3cret';

describeWithStack('a Redis that is not there', ['redis'], ({ redis }) => {
  let proxy: TcpProxy;
  let logger: ToldLines;
  let beat: number;
  let prefix: string;

  beforeEach(async () => {
    logger = new ToldLines();
    beat = 0;
    prefix = `millrace-test-${randomUUID()}:`;
    proxy = new TcpProxy(redis);
    await proxy.open();
  });

  afterEach(() => proxy.close());

  const open = async (changes: Partial<RedisSettings> = {}): Promise<Registry> => {
    const url = `redis://127.0.0.1:${proxy.port}`;
    const registry = await openRedisRegistry({ url, prefix, ...changes }, { logger });
    onTestFinished(() => registry.close());
    return registry;
  };
  const renew = (registry: Registry): Promise<unknown> => {
    beat += 1;
    return registry.renew(presenceOf('one', { beat }), LONG);
  };
  /** The error of a call that fails while nothing has changed. */
  const failing = async (call: () => Promise<unknown>): Promise<RegistryUnavailableError> => {
    const error = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof RegistryUnavailableError) return error;
    throw new Error('The call did not fail as it should.', { cause: error });
  };
  const worksAgain = async (registry: Registry): Promise<void> => {
    await expect.poll(() => renew(registry).catch(() => 'failed'), PATIENCE).toBe('renewed');
    expect(await registry.members('worker')).toEqual([presenceOf('one', { beat })]);
  };

  it('fails calls at once and is used again by itself', async () => {
    const registry = await open();
    await renew(registry);
    await proxy.close();
    for (const call of [
      () => renew(registry),
      () => registry.members('worker'),
      () => registry.leave(presenceOf('two')),
    ]) {
      const error = await failing(call);
      expect(error).toMatchObject({ code: 'REGISTRY_UNAVAILABLE', retryable: true });
      expect(error.message).toContain(`Redis at redis://127.0.0.1:${proxy.port}/0: `);
    }
    await proxy.open();
    await worksAgain(registry);
  });

  it('may be away when the registry is opened', async () => {
    await proxy.close();
    const registry = await open();
    expect((await failing(() => renew(registry))).message).toContain('ECONNREFUSED');
    await proxy.open();
    await worksAgain(registry);
  });

  it('says that it is away, and says that it is back, once', async () => {
    const registry = await open();
    await renew(registry);
    await proxy.close();
    await vi.waitFor(() => expect(logger.lines).toHaveLength(1), PATIENCE);
    await failing(() => renew(registry));
    await proxy.open();
    await worksAgain(registry);
    expect(logger.lines).toEqual([
      expect.stringMatching(/^warn Redis cannot be reached.*the connection was lost/),
      expect.stringMatching(/^info Redis is there again/),
    ]);
  });

  it('does not repeat later what it has refused', async () => {
    const registry = await open();
    await renew(registry);
    await proxy.close();
    await failing(() => renew(registry));
    await proxy.open();
    const before = await vi.waitFor(() => registry.members('worker'), PATIENCE);
    expect(before).toEqual([presenceOf('one', { beat: 1 })]);
  });

  it('fails what was under way when the connection was cut', async () => {
    const registry = await open();
    await renew(registry);
    proxy.freeze();
    const failed = failing(() => renew(registry));
    proxy.cut();
    expect((await failed).message).toContain('the connection was lost');
    proxy.heal();
    await worksAgain(registry);
  });

  it('is given up when it does not answer any more, and found again', async () => {
    const registry = await open({ commandTimeoutMs: 200 });
    await renew(registry);
    proxy.freeze();
    expect((await failing(() => renew(registry))).message).toContain('Command timed out');
    await vi.waitFor(() => expect(logger.lines).toHaveLength(1), PATIENCE);
    proxy.heal();
    await worksAgain(registry);
  });

  it('holds up no call longer than it may when it takes connections and says nothing', async () => {
    proxy.freeze();
    const registry = await open({ connectTimeoutMs: 200 });
    const calls = Array.from({ length: 20 }, () => failing(() => renew(registry)));
    for (const error of await Promise.all(calls)) expect(error.message).toContain('no connection in time');
    proxy.heal();
    await worksAgain(registry);
  });

  it('fails what was under way when the registry is closed', async () => {
    const registry = await open();
    await renew(registry);
    proxy.freeze();
    const call = renew(registry);
    const closed = registry.close();
    await expect(call).rejects.toThrow(RegistryClosedError);
    await closed;
  });

  describe('the password', () => {
    const quiet = (error: unknown, registry: Registry): void => {
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(SECRET);
      expect(inspect(registry, { depth: Infinity })).not.toContain(SECRET);
      expect(JSON.stringify([error, registry, logger.lines])).not.toContain(SECRET);
    };

    it('is named as the reason when it is wrong, and never shown', async () => {
      const user = `millrace-test-${randomUUID()}`;
      const registry = await open({ url: `redis://${user}:${SECRET}@127.0.0.1:${proxy.port}` });
      await vi.waitFor(() => expect(logger.lines).toHaveLength(1), PATIENCE);
      const error = await failing(() => renew(registry));
      expect(error.message).toContain('WRONGPASS');
      quiet(error, registry);
    });

    it('is not shown either when Redis is away', async () => {
      await proxy.close();
      const registry = await open({ url: `redis://me:${SECRET}@127.0.0.1:${proxy.port}` });
      quiet(await failing(() => registry.members('worker')), registry);
    });

    it('is not shown either when the other end repeats what it was sent', async () => {
      const echo = await openEcho();
      onTestFinished(() => void echo.close());
      const { port } = echo.address() as AddressInfo;
      const registry = await open({ url: `redis://me:${SECRET}@127.0.0.1:${port}` });
      const error = await failing(() => registry.members('worker'));
      expect(error.message).toContain('***');
      quiet(error, registry);
    });

    it('lets in who has the rights of the README, and no more', async () => {
      const user = `millrace-test-${randomUUID()}`;
      const plain = new Redis(redis.port, redis.host);
      const rights =
        '~P* +@connection +info +eval +time +hget +hset +hdel +hgetall +hrandfield +pttl +pexpire';
      await plain.call(
        'ACL',
        'SETUSER',
        user,
        'on',
        `>${SECRET}/@:`,
        ...rights.replace('P', prefix).split(' '),
      );
      try {
        const password = encodeURIComponent(`${SECRET}/@:`);
        const registry = await open({ url: `redis://${user}:${password}@127.0.0.1:${proxy.port}` });
        await worksAgain(registry);
        await registry.leave(presenceOf('one'));
        expect(await registry.members('worker')).toEqual([]);
        await plain.call('ACL', 'SETUSER', user, '-hset');
        const error = await failing(() => renew(registry));
        expect(error.message).toContain("can't run this command");
        quiet(error, registry);
      } finally {
        await plain.call('ACL', 'DELUSER', user);
        await plain.quit();
      }
    });
  });

  it('is not taken for a database that it does not have', async () => {
    const registry = await open({ url: `redis://127.0.0.1:${proxy.port}/9999` });
    await expect
      .poll(() => renew(registry).catch((error: unknown) => String(error)), PATIENCE)
      .toContain('DB index is out of range');
    expect(await (await open()).members('worker')).toEqual([]);
  });

  describe('after close', () => {
    const held = (): readonly string[] =>
      process.getActiveResourcesInfo().filter((name) => /^(TCP|TLS|Timeout|GetAddr)/.test(name));

    it.each([
      ['while it works', async (registry: Registry) => void (await renew(registry))],
      ['before it has connected', async () => undefined],
      [
        'while it is away',
        async (registry: Registry) => {
          await proxy.close();
          await failing(() => renew(registry));
        },
      ],
      [
        'while it does not answer',
        async (registry: Registry) => {
          await renew(registry);
          proxy.freeze();
          await failing(() => renew(registry));
        },
      ],
    ])('nothing is left of a registry that was closed %s', async (_, prepare) => {
      const before = held().length;
      const registry = await open();
      await prepare(registry);
      await registry.close();
      await expect.poll(() => proxy.clients, PATIENCE).toBe(0);
      await expect.poll(() => held().length, PATIENCE).toBeLessThanOrEqual(before);
    });
  });
});
