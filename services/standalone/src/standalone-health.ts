import type { ServiceHealth } from '@millrace/api';
import { HealthSource } from '@millrace/api';
import type { MasterService } from '@millrace/master';

/** Health of the services of this process. The master is bound once it exists. */
export class StandaloneHealth extends HealthSource {
  private master: MasterService | undefined;

  bind(master: MasterService): void {
    this.master = master;
  }

  override services(): readonly ServiceHealth[] {
    return (['master', 'worker', 'logger', 'api'] as const).map((name) => ({ name, status: 'ok' }));
  }

  override activeRuns(partition: number): number | undefined {
    return this.master?.memories().find((memory) => memory.partition === partition)?.runs.size;
  }
}
