import { RebuildRunningError } from '@millrace/persistence';
import type { ProjectionHost } from './projection-host.js';
import type { RebuildState } from './read-model-rebuilder.js';
import { ReadModelRebuilder } from './read-model-rebuilder.js';

/** Empties the read model and fills it again, for a database that one process alone has. Reads are stale meanwhile. */
export class InPlaceRebuilder extends ReadModelRebuilder {
  private last: Exclude<RebuildState, { readonly state: 'running' }> | undefined;

  constructor(
    private readonly host: Pick<ProjectionHost, 'rebuild' | 'isRebuilding' | 'positionOf' | 'staleness'>,
    private readonly partitions: number,
  ) {
    super();
  }

  override async begin(): Promise<void> {
    if (this.host.isRebuilding) throw new RebuildRunningError('The read model is being made anew already.');
    void this.host.rebuild().then(() => {
      const detail = this.host.staleness();
      this.last = detail === undefined ? { state: 'done' } : { state: 'failed', detail };
    });
  }

  override async state(): Promise<RebuildState | undefined> {
    return this.host.isRebuilding ? { state: 'running', positions: this.positions() } : this.last;
  }

  override async close(): Promise<void> {
    // It is the projection that does it, and the projection is closed by whoever has it.
  }

  private positions(): ReadonlyMap<number, number> {
    const numbers = Array.from({ length: this.partitions }, (_, partition) => partition);
    return new Map(numbers.map((partition) => [partition, this.host.positionOf(partition)?.next ?? 0]));
  }
}
