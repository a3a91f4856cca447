import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore, FsBlobStore } from '@millrace/blobs';
import { EventLog, SqliteEventLog } from '@millrace/events';
import { Clock, SystemClock } from '@millrace/nest-kit';
import { Logger, PinoLogger } from '@millrace/telemetry';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REF, RUN, gatherAll, linesFrom } from '../testing/logger-bench.js';
import { LoggerModule } from './logger.module.js';
import { ShardLogStore } from './reading/shard-log-store.js';

@Module({})
class Surroundings {}

function around(log: EventLog, blobs: BlobStore): DynamicModule {
  const logger = PinoLogger.create({ service: 'test', level: 'silent' });
  const providers = [
    { provide: EventLog, useValue: log },
    { provide: BlobStore, useValue: blobs },
    { provide: Clock, useValue: new SystemClock() },
    { provide: Logger, useValue: logger },
  ];
  return { module: Surroundings, global: true, providers, exports: providers };
}

describe('LoggerModule', () => {
  let folder: string;
  let log: SqliteEventLog;
  let app: INestApplicationContext;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-logger-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function start(): Promise<ShardLogStore> {
    log = SqliteEventLog.open({ folder: join(folder, 'log'), partitions: { P: 4, L: 1 }, clock: () => 0 });
    const module = {
      module: Surroundings,
      imports: [around(log, FsBlobStore.open(join(folder, 'blobs'))), LoggerModule],
    };
    app = await NestFactory.createApplicationContext(module, { logger: false });
    return app.get(ShardLogStore);
  }

  async function stop(): Promise<void> {
    await app.close();
    await log.close();
  }

  const send = (first: number, count: number, end = false): Promise<unknown> =>
    log.append('task-logs', [
      { partition: 0, key: null, value: linesFrom(first, count, end ? { end: true } : {}) },
    ]);

  it('takes logs into files, over a restart, and shows them as they come', async () => {
    let logs = await start();
    const { signal } = new AbortController();
    const pages = logs.follow(REF, { signal })[Symbol.asyncIterator]();
    await send(1, 3);
    expect((await pages.next()).value).toMatchObject({ first: 1, next: 4, complete: false });
    await pages.return(undefined);
    await stop();
    expect(readdirSync(join(folder, 'blobs/logs', RUN))).toEqual(['load.1.jsonl']);

    logs = await start();
    const followed = gatherAll(logs.follow(REF, { signal }));
    await send(4, 5_000, true);
    const lines = (await followed).flatMap((page) => page.lines);
    expect(lines.map(({ line }) => line)).toEqual(Array.from({ length: 5_003 }, (_, index) => index + 1));
    await stop();

    logs = await start();
    expect(await logs.tail(REF, 1)).toMatchObject({ first: 5_003, total: 5_003, complete: true });
    await logs.deleteRun(RUN);
    expect(readdirSync(join(folder, 'blobs/logs'))).toEqual([]);
    await stop();
  });
});
