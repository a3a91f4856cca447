import { createWriteStream } from 'node:fs';
import { hostname } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Listening } from '@millrace/api';
import {
  ApiOptions,
  CatalogueLedger,
  DirectLedger,
  HealthSource,
  InPlaceRebuilder,
  ProjectionHost,
  ReadModelRebuilder,
  ReadPositions,
  createServer,
  projectInThread,
} from '@millrace/api';
import { BlobStore, FsBlobStore } from '@millrace/blobs';
import { CatalogueFeed, EventLog } from '@millrace/events';
import { MasterOptions, MasterService } from '@millrace/master';
import { Clock, SystemClock } from '@millrace/nest-kit';
import { ReadStore } from '@millrace/persistence';
import { LoadSampler } from '@millrace/registry';
import { taskTypes } from '@millrace/tasks';
import type { Guard } from '@millrace/tasks/processes';
import { Spawner, chooseGuard } from '@millrace/tasks/processes';
import { Logger } from '@millrace/telemetry';
import { WorkerOptions, WorkerService } from '@millrace/worker';
import { pathsOf } from './folder-paths.js';
import { openAddress } from './open-address.js';
import { openStores } from './open-stores.js';
import type { StandaloneOptions } from './options.js';
import { StandaloneHealth } from './standalone-health.js';
import { StandaloneModule } from './standalone.module.js';
import { tokenOf } from './token-file.js';
import { VERSION } from './version.js';

/** All services of millrace in one process, on one data folder. */
export class Standalone {
  private address: Listening | undefined;

  private constructor(
    private readonly log: EventLog,
    private readonly app: NestFastifyApplication,
    private readonly projection: ProjectionHost,
    private readonly readStore: ReadStore,
  ) {}

  /** Where it listens. */
  get listening(): Listening {
    if (!this.address) throw new Error('It does not listen yet.');
    return this.address;
  }

  /**
   * Starts in the order in which one needs the other: log, master, worker, projection, API. Throws what
   * `refusalOf` knows, with what to do. `onFatal`: a service cannot go on; the process must end.
   */
  static async start(
    options: StandaloneOptions,
    logger: Logger,
    onFatal: (error: unknown) => void,
  ): Promise<Standalone> {
    const paths = pathsOf(options.data);
    const clock = new SystemClock();
    const { log, readStore } = await openStores(options.data, clock);
    const partitions = log.partitions.P;
    // Tried out while the projection starts, and not before the folder is this process's alone.
    const guard = chooseGuard(options.guard, paths.worker);
    guard.catch(() => undefined);
    const projection = await ProjectionHost.start({
      start: projectInThread({ folder: options.data, file: paths.readModel, partitions }),
      onFatal: (message) =>
        logger.error({ message }, 'the read model stands still; reads are stale until a restart'),
      onTrouble: (message) =>
        logger.warn({ message }, 'reads are stale until the read model goes on by itself'),
    });
    for (let partition = 0; partition < partitions; partition += 1) {
      log.follow('workflow-events', partition, 'end', () => projection.wake());
    }
    const health = new StandaloneHealth();
    const feed = new CatalogueFeed(log);
    const worker = workerOptions(options, paths.worker, await guard);
    const lightTypes = new Set(taskTypes.filter((type) => type.light).map((type) => type.type));
    const app = await createServer(
      StandaloneModule.with([
        { provide: EventLog, useValue: log },
        { provide: CatalogueFeed, useValue: feed },
        { provide: CatalogueLedger, useValue: new DirectLedger(log, feed) },
        { provide: Clock, useValue: clock },
        { provide: Logger, useValue: logger },
        { provide: BlobStore, useValue: FsBlobStore.open(paths.blobs) },
        { provide: ReadStore, useValue: readStore },
        { provide: ReadPositions, useValue: projection },
        { provide: ReadModelRebuilder, useValue: new InPlaceRebuilder(projection, partitions) },
        { provide: HealthSource, useValue: health },
        { provide: ApiOptions, useValue: { token: tokenOf(paths.token), version: VERSION } },
        {
          provide: MasterOptions,
          useValue: {
            owner: `${hostname()}:${process.pid}`,
            lightTypes,
            onFatal,
            stateHashes: options.stateHashes,
            ...tracing(options),
          },
        },
        { provide: WorkerOptions, useValue: worker },
      ]),
    );
    const master = app.get(MasterService, { strict: false });
    health.bind(master);
    await master.start();
    // The lock on the folder proves that no other process of it lives, also where the worker's own notes are gone (L57).
    master.loseAllBut(new Set([await app.get(WorkerService, { strict: false }).start()]));
    const standalone = new Standalone(log, app, projection, readStore);
    await standalone.listen(options);
    return standalone;
  }

  /** Takes no more requests, lets what runs end for a while, and leaves nothing running. */
  async stop(): Promise<void> {
    await this.app.getHttpAdapter().getInstance().close();
    await this.app.get(WorkerService, { strict: false }).stop();
    await this.app.get(MasterService, { strict: false }).stop();
    await this.app.close();
    await this.projection.close();
    await this.readStore.close();
    await this.log.close();
  }

  /** A second request to end: what runs is ended at once. */
  hurry(): void {
    this.app.get(WorkerService, { strict: false }).hurry();
  }

  /** Where it cannot listen it has begun to work already: that ends in order, too. */
  private async listen(options: StandaloneOptions): Promise<void> {
    try {
      this.address = await openAddress(this.app, options);
    } catch (error) {
      this.hurry();
      await this.stop();
      throw error;
    }
  }
}

/** Writes when runs start and end by the monotonic clock; only when asked for. */
function tracing({ traceSteps }: StandaloneOptions): Pick<MasterOptions, 'traceRun'> {
  if (traceSteps === undefined) return {};
  const out = createWriteStream(traceSteps, { flags: 'a', mode: 0o600 });
  return {
    traceRun: (run, event) => out.write(`${JSON.stringify({ run, event, at: performance.now() })}\n`),
  };
}

function workerOptions(options: StandaloneOptions, folder: string, guard: Guard): WorkerOptions {
  return {
    name: `${hostname()}-local`,
    groups: ['default'],
    slots: options.slots,
    lightSlots: options.lightSlots,
    folder,
    drainGraceMs: options.drainSeconds * 1000,
    keepFailed: options.keepFailed,
    sampler: new LoadSampler({ folder }),
    openProcesses: (pipes, mark) => new Spawner(pipes, { guard, mark }),
  };
}
