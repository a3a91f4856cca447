import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MillraceClient } from '@millrace/api-contract';
import type { LogSource } from '@millrace/checker';
import { openKafka } from '@millrace/checker';
import type { ReadDatabase } from '@millrace/persistence';
import { READ_DATABASES, mysqlSettingsOf } from '@millrace/persistence';
import type { StackEndpoints } from '@millrace/stack';
import { checkSystem } from '../check-system.js';
import { RunningCommand } from '../running-command.js';
import type { ApiDoor, RunningSystem } from '../running-system.js';
import { untilWorkers } from '../server-signs.js';
import { ClusterParts } from './cluster-parts.js';
import { freePort } from './free-port.js';
import { httpTransport } from './http-transport.js';
import type { ServiceName } from './service-handle.js';
import { CLUSTER_MAIN, ServiceHandle } from './service-handle.js';

/** How many processes there are at the start, and what they are told. */
export interface ClusterOptions {
  readonly masters?: number;
  readonly workers?: number;
  /** How long a worker that is told to end lets run what runs. Default: as the product has it. */
  readonly drainSeconds?: number;
  /** Attempts with processes that a worker runs at once. Default: as the product has it. */
  readonly slots?: number;
}

/** Services as processes of their own on Kafka, database and Redis: the built artefacts, as an operator starts them. */
export class ClusterProcesses implements RunningSystem {
  readonly folder = mkdtempSync(join(tmpdir(), 'millrace-e2e-'));
  readonly masters: ServiceHandle[] = [];
  readonly workers: ServiceHandle[] = [];
  readonly logger: ServiceHandle;
  readonly api: ServiceHandle;
  client: MillraceClient | undefined;
  private readonly id = randomBytes(6).toString('hex');
  private readonly parts: ClusterParts;
  private readonly token = `mrt_${randomBytes(24).toString('base64url')}`;
  private port = 0;
  private made: Promise<void> | undefined;

  private constructor(
    endpoints: StackEndpoints,
    private readonly options: ClusterOptions,
  ) {
    this.parts = new ClusterParts(endpoints, this.id);
    this.logger = this.handle('logger', 'logger');
    this.api = this.handle('api', 'api');
    for (let count = 0; count < (options.masters ?? 1); count += 1) this.newMaster();
    for (let count = 0; count < (options.workers ?? 1); count += 1) this.newWorker();
  }

  /** A cluster of its own on the real parts; nothing runs yet. */
  static create(endpoints: StackEndpoints, options: ClusterOptions = {}): ClusterProcesses {
    return new ClusterProcesses(endpoints, options);
  }

  get errors(): string {
    return this.handles.map(({ errors }) => errors).join('');
  }

  get door(): ApiDoor {
    if (this.port === 0) throw new Error('The cluster was not started.');
    return { baseUrl: `http://127.0.0.1:${this.port}`, transport: httpTransport, token: this.token };
  }

  /** A file of the settings that all its services share. */
  get config(): string {
    return join(this.folder, 'config.yaml');
  }

  get environment(): Readonly<Record<string, string>> {
    return { MILLRACE_URL: this.door.baseUrl, MILLRACE_TOKEN: this.token };
  }

  async start(): Promise<MillraceClient> {
    await (this.made ??= this.make());
    await Promise.all(this.handles.filter(({ runs }) => !runs).map((one) => one.start()));
    this.client = new MillraceClient({ baseUrl: this.door.baseUrl, token: this.token });
    return this.client;
  }

  /** One more, beside those that are there. */
  async startMaster(): Promise<ServiceHandle> {
    const master = this.newMaster();
    await master.start();
    return master;
  }

  /** One more, beside those that are there. */
  async startWorker(): Promise<ServiceHandle> {
    const worker = this.newWorker();
    await worker.start();
    return worker;
  }

  async kill(): Promise<void> {
    await Promise.all(this.handles.map((one) => one.kill()));
  }

  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    let first: number | null = 0;
    for (const together of [this.workers, this.masters, [this.logger], [this.api]]) {
      const codes = await Promise.all(together.map((one) => one.stop(signal)));
      if (first === 0) first = codes.find((code) => code !== 0) ?? 0;
    }
    return first;
  }

  /** The workers end first, and say so. */
  async untilEnding(): Promise<void> {
    if (!this.client) throw new Error('The cluster was not started.');
    await untilWorkers(this.client, ({ state }) => state === 'draining');
  }

  openLog(): Promise<LogSource> {
    return openKafka(this.parts.kafka);
  }

  readModel(): ReadDatabase {
    return READ_DATABASES.mysql(mysqlSettingsOf(this.parts.databaseUrl));
  }

  async removeReadModel(): Promise<void> {
    await this.parts.dropDatabase();
    await this.parts.makeDatabase();
  }

  async remove(): Promise<void> {
    await this.kill();
    if (!this.made) return rmSync(this.folder, { recursive: true, force: true });
    try {
      await this.made;
      await checkSystem(await this.openLog(), this.errors);
    } finally {
      if (process.env.MILLRACE_KEEP === undefined) {
        await this.parts.remove();
        rmSync(this.folder, { recursive: true, force: true });
      }
    }
  }

  private get handles(): readonly ServiceHandle[] {
    return [...this.masters, ...this.workers, this.logger, this.api];
  }

  private newMaster(): ServiceHandle {
    const name = `master-${this.masters.length + 1}`;
    const master = this.handle('master', name, { master: { name, stateHashes: 'every' } });
    this.masters.push(master);
    return master;
  }

  private newWorker(): ServiceHandle {
    const { drainSeconds, slots } = this.options;
    const name = `worker-${this.workers.length + 1}`;
    const drain = drainSeconds === undefined ? {} : { drainGrace: `${drainSeconds}s` };
    const own = {
      name,
      folder: join(this.folder, name),
      ...drain,
      ...(slots === undefined ? {} : { slots }),
    };
    const worker = this.handle('worker', name, { worker: own });
    this.workers.push(worker);
    return worker;
  }

  /** `own`: sections of its settings beside those of all. */
  private handle(service: ServiceName, name: string, own: object = {}): ServiceHandle {
    const settings = (): object => ({ ...this.settings(), ...own });
    return new ServiceHandle({ service, name, file: join(this.folder, `${name}.json`), settings });
  }

  private async make(): Promise<void> {
    this.port = await freePort();
    writeFileSync(this.config, JSON.stringify(this.settings(), undefined, 2));
    const apply = new RunningCommand([CLUSTER_MAIN, 'topics', 'apply', '--config', this.config]);
    const [{ code, err }] = await Promise.all([apply.give().ended, this.parts.makeDatabase()]);
    if (code !== 0) throw new Error(`The topics could not be made (${code}): ${err}`);
  }

  private settings(): object {
    return {
      ...this.parts.settings(),
      blobs: { folder: join(this.folder, 'blobs') },
      health: { port: 0 },
      api: { port: this.port, token: this.token },
    };
  }
}
