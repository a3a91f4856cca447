import type { ProjectionStatus } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { EventLog } from '@millrace/events';
import { ReadModelUnavailableError, RebuildRunningError } from '@millrace/persistence';
import { Controller } from '@nestjs/common';
import { ReadPositions } from '../consistency/read-positions.js';
import { ApiProblem } from '../http/api-problem.js';
import { Handles } from '../http/handles.js';
import type { RebuildState } from './read-model-rebuilder.js';
import { ReadModelRebuilder } from './read-model-rebuilder.js';

type PartitionStatus = ProjectionStatus['partitions'][number];

@Controller()
export class ProjectionController {
  constructor(
    private readonly log: EventLog,
    private readonly positions: ReadPositions,
    private readonly rebuilder: ReadModelRebuilder,
  ) {}

  @Handles(routes.getProjection)
  async status(): Promise<ProjectionStatus> {
    const rebuild = await this.rebuildState();
    const numbers = Array.from({ length: this.log.partitions.P }, (_, partition) => partition);
    const partitions = await Promise.all(numbers.map((partition) => this.partition(partition, rebuild)));
    const reason = this.positions.staleness();
    return {
      stale: reason !== undefined,
      ...(reason === undefined ? {} : { reason }),
      lag: sum(partitions, ({ lag }) => lag),
      partitions,
      ...(rebuild ? { rebuild: shown(rebuild, partitions) } : {}),
    };
  }

  @Handles(routes.rebuildProjection)
  async rebuild(): Promise<ProjectionStatus> {
    try {
      await this.rebuilder.begin();
    } catch (error) {
      if (!(error instanceof RebuildRunningError)) throw error;
      const text = 'The read model is being made anew already. GET /api/v1/projection tells how far that is.';
      throw new ApiProblem(409, error.code, text);
    }
    return this.status();
  }

  /** While the database is away nothing is known of it, and the rest can be told all the same. */
  private async rebuildState(): Promise<RebuildState | undefined> {
    try {
      return await this.rebuilder.state();
    } catch (error) {
      if (error instanceof ReadModelUnavailableError) return undefined;
      throw error;
    }
  }

  private async partition(partition: number, rebuild: RebuildState | undefined): Promise<PartitionStatus> {
    const { end } = await this.log.bounds('workflow-events', partition);
    const projected = this.positions.positionOf(partition)?.next ?? 0;
    return {
      partition,
      offset: end,
      projected,
      lag: Math.max(0, end - projected),
      ...(rebuild?.state === 'running' ? { rebuilt: rebuild.positions.get(partition) ?? 0 } : {}),
    };
  }
}

function shown(
  rebuild: RebuildState,
  partitions: readonly PartitionStatus[],
): NonNullable<ProjectionStatus['rebuild']> {
  if (rebuild.state === 'failed') return { state: rebuild.state, detail: rebuild.detail };
  if (rebuild.state === 'done') return { state: rebuild.state };
  return {
    state: rebuild.state,
    done: sum(partitions, ({ rebuilt = 0 }) => rebuilt),
    of: sum(partitions, ({ offset }) => offset),
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
