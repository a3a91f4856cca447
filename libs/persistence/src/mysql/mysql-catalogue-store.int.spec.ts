import { TcpProxy, describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import type { CatalogueStore } from '../catalogue-store.js';
import { READ_DATABASES } from '../read-databases.js';
import { ReadModelDamagedError, ReadModelUnavailableError } from '../read-model-errors.js';
import type { MysqlSettings } from './mysql-settings.js';

const entry = (key: string, value = `{"of":"${key}"}`) => ({ key, value });

describeWithStack('A catalogue in MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;
  let one: CatalogueStore;
  let other: CatalogueStore;

  const open = (settings: MysqlSettings = schema.settings) =>
    READ_DATABASES.mysql(settings).openCatalogueStore();

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
    await (await READ_DATABASES.mysql(schema.settings).openReadStore()).close();
    [one, other] = await Promise.all([open(), open()]);
  });

  afterEach(async () => {
    await Promise.all([one.close(), other.close()]);
    await schema.drop();
  });

  it('keeps the newest entry of each key, whatever is in it', async () => {
    const text = JSON.stringify({ quote: `'"\\\n`, wide: 'ä𝄞', long: 'x'.repeat(1_900_000) });
    await one.inTurn((turn) => turn.enter([entry('b'), entry('a', 'old'), entry('A', text)]));
    await one.inTurn((turn) => turn.enter([entry('a', 'new')]));
    const [keys, found] = await other.inTurn(async (turn) => [
      await turn.keys(),
      await turn.find(['a', 'A', 'c']),
    ]);
    expect(keys).toEqual(['A', 'a', 'b']);
    expect(found).toEqual(expect.arrayContaining([entry('a', 'new'), entry('A', text)]));
    expect(found).toHaveLength(2);
  });

  it('gives what waits in the order in which it came, whoever put it there, until it is sent', async () => {
    for (const [store, name] of [
      [one, 'z'],
      [other, 'y'],
      [one, 'x'],
    ] as const)
      await store.inTurn((turn) => turn.send([entry(name), entry('again')]));
    const waiting = await one.inTurn((turn) => turn.waiting());
    expect(waiting.map(({ key }) => key)).toEqual(['z', 'again', 'y', 'again', 'x', 'again']);
    await other.inTurn((turn) => turn.sent(waiting[2]?.id ?? 0));
    await one.inTurn((turn) => turn.withdraw(['again']));
    expect(await one.inTurn((turn) => turn.waiting())).toEqual([waiting[4]]);
    expect(await one.inTurn((turn) => turn.waitingKeys())).toEqual(['x']);
  });

  it('gives large outboxes page by page', async () => {
    const keys = Array.from({ length: 120 }, (_, index) => `key-${index}`);
    await one.inTurn((turn) => turn.send(keys.map((key) => entry(key))));
    const seen: string[] = [];
    for (let more = true; more;) {
      more = await one.inTurn(async (turn) => {
        const page = await turn.waiting();
        seen.push(...page.map(({ key }) => key));
        await turn.sent(page.at(-1)?.id ?? 0);
        return page.length > 0;
      });
    }
    expect(seen).toEqual(keys);
  });

  it('stores nothing of a turn that failed, and throws what it threw', async () => {
    const failure = new Error('no');
    const turn = one.inTurn(async (at) => {
      await at.enter([entry('a')]);
      await at.send([entry('a')]);
      await at.setCompared();
      throw failure;
    });
    await expect(turn).rejects.toBe(failure);
    const left = await other.inTurn(async (at) => ({
      keys: await at.keys(),
      waits: await at.waiting(),
      at: at.compared,
    }));
    expect(left).toEqual({ keys: [], waits: [], at: false });
  });

  it('gives turns one after the other, the very first included', async () => {
    const add = (store: CatalogueStore) =>
      store.inTurn(async (turn) => {
        const [found] = await turn.find(['count']);
        await turn.enter([entry('count', String(Number(found?.value ?? 0) + 1))]);
      });
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(index % 2 === 0 ? one : other)));
    expect(await one.inTurn((turn) => turn.find(['count']))).toEqual([entry('count', '20')]);
  });

  it('is settled when it was compared and nothing waits', async () => {
    expect(await one.isSettled()).toBe(false);
    await one.inTurn((turn) => turn.setCompared());
    expect([await other.isSettled(), await other.inTurn(async ({ compared }) => compared)]).toEqual([
      true,
      true,
    ]);
    await one.inTurn((turn) => turn.send([entry('a')]));
    expect(await other.isSettled()).toBe(false);
  });

  it('has nothing of a turn whose connection was killed amid it', async () => {
    const turn = one.inTurn(async (at) => {
      await at.enter([entry('a')]);
      await schema.killOthers();
      await at.send([entry('a')]);
    });
    await expect(turn).rejects.toThrow(ReadModelUnavailableError);
    await vi.waitFor(async () => expect(await other.inTurn((at) => at.keys())).toEqual([]));
  });

  it('says that it is away, and is used again when it is back', async () => {
    const proxy = new TcpProxy(database);
    await proxy.open();
    const far = await open({ ...schema.settings, port: proxy.port });
    await proxy.close();
    await expect(far.inTurn((turn) => turn.keys())).rejects.toThrow(ReadModelUnavailableError);
    await expect(far.isSettled()).rejects.toThrow(ReadModelUnavailableError);
    await proxy.open();
    expect(await far.inTurn((turn) => turn.keys())).toEqual([]);
    await far.close();
    await proxy.close();
  });

  it('says that its tables are gone, and that the read model makes them', async () => {
    await schema.admin.query('DROP TABLE catalogue_head');
    await expect(one.inTurn((turn) => turn.keys())).rejects.toThrow(ReadModelDamagedError);
    await expect(open()).rejects.toThrow('open its read model first');
  });

  it('outlives a reset of the read model', async () => {
    await one.inTurn((turn) => turn.enter([entry('a')]));
    const writes = await READ_DATABASES.mysql(schema.settings).openProjectionStore();
    await writes.reset();
    await writes.close();
    expect(await one.inTurn((turn) => turn.keys())).toEqual(['a']);
  });
});
