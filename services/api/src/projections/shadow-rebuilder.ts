import type { ReadModelRebuild, ReadStore, SharedDatabase } from '@millrace/persistence';
import { RebuildRunningError } from '@millrace/persistence';
import type { ProjectionHost } from './projection-host.js';
import { ProjectionRunner } from './projection-runner.js';
import type { RebuildState } from './read-model-rebuilder.js';
import { ReadModelRebuilder } from './read-model-rebuilder.js';
import type { RecordSource } from './record-source.js';

/** Records of one transaction: fewer than usual, because requests are answered in between. */
const BATCH_RECORDS = 500;

export interface ShadowOptions {
  readonly database: Pick<SharedDatabase, 'beginRebuild'>;
  /** Reads from the beginning of the log on, and is this rebuilder's own. */
  readonly source: RecordSource;
  readonly partitions: number;
  /** Tells what other processes do. */
  readonly reads: Pick<ReadStore, 'rebuildPositions'>;
  readonly host: Pick<ProjectionHost, 'resume'>;
  /** A rebuild has ended before it was done. The read model is as it was. */
  readonly onFailed: (message: string) => void;
}

/**
 * Makes the read model anew beside the one that is read, which goes on to follow the log, and exchanges them when the
 * new one has reached the end. A failure gives it up: whoever wants it begins it again.
 */
export class ShadowRebuilder extends ReadModelRebuilder {
  private beginning = false;
  private running: { readonly runner: ProjectionRunner; readonly ended: Promise<void> } | undefined;
  private last: Exclude<RebuildState, { readonly state: 'running' }> | undefined;
  private closed = false;

  constructor(private readonly options: ShadowOptions) {
    super();
  }

  override async begin(): Promise<void> {
    if (this.beginning || this.running || this.closed)
      throw new RebuildRunningError('The read model is being made anew already, or the process ends.');
    this.beginning = true;
    try {
      const { database, source, partitions } = this.options;
      const rebuild = await database.beginRebuild();
      const runner = new ProjectionRunner({
        source,
        store: rebuild.store,
        partitions,
        batchRecords: BATCH_RECORDS,
      });
      this.running = { runner, ended: this.run(rebuild, runner) };
    } finally {
      this.beginning = false;
    }
    if (this.closed) await this.close();
  }

  override async state(): Promise<RebuildState | undefined> {
    const made = await this.options.reads.rebuildPositions();
    if (!made) return this.running ? { state: 'running', positions: new Map() } : this.last;
    return { state: 'running', positions: new Map(made.map(({ partition, next }) => [partition, next])) };
  }

  override async close(): Promise<void> {
    this.closed = true;
    this.running?.runner.stop();
    await this.running?.ended;
  }

  private async run(rebuild: ReadModelRebuild, runner: ProjectionRunner): Promise<void> {
    try {
      await this.toEnd(runner);
      await rebuild.takeOver(() => this.toEnd(runner));
      this.last = { state: 'done' };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.last = { state: 'failed', detail };
      this.options.onFailed(detail);
    } finally {
      await rebuild.close();
      this.running = undefined;
    }
    if (this.last.state === 'done') this.options.host.resume();
  }

  private async toEnd(runner: ProjectionRunner): Promise<void> {
    await runner.catchUp();
    if (this.closed) throw new Error('The process ended before the read model was made.');
  }
}
