import type { Health } from '@millrace/api-contract';

export type ServiceHealth = Health['services'][number];

/** What the process knows of its other parts; also the injection token. The composition root gives one. */
export abstract class HealthSource {
  /** The parts that run in this process. */
  abstract services(): readonly ServiceHealth[];
  /** Runs in memory of the owner of the partition; undefined where the owner is another process. */
  abstract activeRuns(partition: number): number | undefined;
}

/** For an API that is alone in its process. */
export class ApiAlone extends HealthSource {
  override services(): readonly ServiceHealth[] {
    return [{ name: 'api', status: 'ok' }];
  }

  override activeRuns(): undefined {
    return undefined;
  }
}
