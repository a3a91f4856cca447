import { LogStore } from '@millrace/blobs';
import type { CommandMessage, PositionToken, Reply } from '@millrace/events';
import { CatalogueFeed, EMBEDDED_PARTITIONS, EventLog, MemoryEventLog, createLog } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { ReadStore } from '@millrace/persistence';
import { Logger } from '@millrace/telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from '../src/api.module.js';
import { ApiOptions } from '../src/api-options.js';
import { CatalogueLedger } from '../src/catalogue/catalogue-ledger.js';
import { DirectLedger } from '../src/catalogue/direct-ledger.js';
import { ReadPositions } from '../src/consistency/read-positions.js';
import type { ReadPosition } from '../src/consistency/read-positions.js';
import { ApiAlone, HealthSource } from '../src/health/health-source.js';
import type { RebuildState } from '../src/projections/read-model-rebuilder.js';
import { ReadModelRebuilder } from '../src/projections/read-model-rebuilder.js';
import { createServer } from '../src/server/create-server.js';
import { MemoryLogStore } from './memory-log-store.js';
import { MemoryReadStore } from './memory-read-store.js';

export const TOKEN = 'test-token-0123456789-0123456789-0123456789';
export const NOW = Date.UTC(2026, 10, 20, 12);

export class FixedClock extends Clock {
  override now(): number {
    return NOW;
  }

  override monotonic(): number {
    return 0;
  }
}

/** Keeps what was logged. */
export class MemoryLogger extends Logger {
  readonly errors: string[] = [];

  override info(): void {}
  override warn(): void {}
  override error(_fields: object, message: string): void {
    this.errors.push(message);
  }
  override child(): Logger {
    return this;
  }
}

/** A read model that is there as soon as the test says so. */
export class TestPositions extends ReadPositions {
  met = true;
  readonly asked: PositionToken[] = [];
  trouble: string | undefined;
  readonly repairs: string[] = [];

  override async waitFor(token: PositionToken): Promise<boolean> {
    this.asked.push(token);
    return this.met;
  }

  override staleness(): string | undefined {
    return this.trouble;
  }

  override repair(message: string): void {
    this.repairs.push(message);
  }

  override positionOf(partition: number): ReadPosition | undefined {
    return { partition, epoch: 1, next: 1 };
  }
}

/** A rebuild that is as the test says. */
export class TestRebuilder extends ReadModelRebuilder {
  current: RebuildState | undefined;
  failure: Error | undefined;

  override async begin(): Promise<void> {
    if (this.failure) throw this.failure;
    this.current = { state: 'running', positions: new Map() };
  }

  override async state(): Promise<RebuildState | undefined> {
    return this.current;
  }

  override async close(): Promise<void> {}
}

export interface Api {
  readonly app: NestFastifyApplication;
  readonly log: MemoryEventLog;
  readonly store: MemoryReadStore;
  readonly logs: MemoryLogStore;
  readonly positions: TestPositions;
  readonly rebuilder: TestRebuilder;
  readonly logger: MemoryLogger;
  ask(method: 'GET' | 'PUT' | 'POST', url: string, more?: Asked): Promise<Told>;
  /** Answers every command from now on as a master would. */
  answerCommands(
    answer: (command: CommandMessage, offset: number) => Omit<Reply, 'source' | 'id' | 'position'>,
  ): void;
  close(): Promise<void>;
}

export interface Asked {
  /** Text and bytes are sent as they are, all else as JSON. */
  readonly body?: string | object;
  readonly headers?: Record<string, string>;
}

export interface Told {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  /** Parsed when it is JSON. */
  readonly body: ReturnType<typeof JSON.parse>;
}

function payloadOf(body: string | object): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

class Root {}
class Ports {}

/** The API over a log in memory, asked without a network. */
export async function startApi(): Promise<Api> {
  const log = new MemoryEventLog({ partitions: EMBEDDED_PARTITIONS, clock: () => NOW });
  let births = 0;
  await createLog(log, () => `log${(births += 1)}`, NOW);
  const store = new MemoryReadStore();
  const logs = new MemoryLogStore();
  const positions = new TestPositions();
  const rebuilder = new TestRebuilder();
  const logger = new MemoryLogger();
  const feed = new CatalogueFeed(log);
  const values = [
    [EventLog, log],
    [CatalogueFeed, feed],
    [CatalogueLedger, new DirectLedger(log, feed)],
    [ReadStore, store],
    [LogStore, logs],
    [ReadPositions, positions],
    [ReadModelRebuilder, rebuilder],
    [Logger, logger],
    [Clock, new FixedClock()],
    [HealthSource, new ApiAlone()],
    [ApiOptions, { token: TOKEN, version: '0.0.0', logWaitMs: 0 }],
  ] as const;
  const providers = values.map(([provide, useValue]) => ({ provide, useValue }));
  const ports = { module: Ports, providers, exports: providers.map(({ provide }) => provide) };
  const app = await createServer({ module: Root, imports: [ApiModule.with(ports), ports] });

  const ask: Api['ask'] = async (method, url, { body, headers = {} } = {}) => {
    const type =
      body === undefined
        ? {}
        : { 'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json' };
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${TOKEN}`, ...type, ...headers },
      ...(body === undefined ? {} : { payload: payloadOf(body) }),
    });
    const json =
      /json/.test(String(answer.headers['content-type'])) &&
      !/ndjson/.test(String(answer.headers['content-type']));
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: json ? JSON.parse(answer.body) : undefined,
    };
  };

  const answerCommands: Api['answerCommands'] = (answer) => {
    for (let partition = 0; partition < log.partitions.P; partition += 1) {
      log.follow('commands', partition, 'end', (records) => {
        for (const { value, offset } of records) {
          const command = JSON.parse(value) as CommandMessage;
          const { source, id } = command;
          const position = `log${partition + 1}:${partition}:${offset + 1}`;
          const data = { source, id, position, ...answer(command, offset) };
          const type = data.accepted ? 'CommandAccepted' : 'CommandRejected';
          const head = {
            specversion: '1.0',
            id: position,
            source: 'millrace',
            type,
            correlationid: id,
          } as const;
          void log.append('replies', [{ partition: 0, key: source, value: { ...head, data } }]);
        }
      });
    }
  };
  return {
    app,
    log,
    store,
    logs,
    positions,
    rebuilder,
    logger,
    ask,
    answerCommands,
    close: () => app.close(),
  };
}

export const HELLO = `apiVersion: v1
kind: Workflow
name: hello
project: retail
params: { region: { type: string, default: eu }, key: { type: string } }
tasks:
  first: { type: noop }
  second: { type: noop, needs: [first] }
`;
