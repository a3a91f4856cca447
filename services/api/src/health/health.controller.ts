import type { Health, Ready, Started } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { EventLog, LogError } from '@millrace/events';
import { Controller, Res } from '@nestjs/common';
import { ApiOptions } from '../api-options.js';
import { ReadPositions } from '../consistency/read-positions.js';
import { Handles } from '../http/handles.js';
import type { HttpReply } from '../http/http-types.js';
import type { ServiceHealth } from './health-source.js';
import { HealthSource } from './health-source.js';

@Controller()
export class HealthController {
  /** It has been seen to work. */
  private begun = false;

  constructor(
    private readonly log: EventLog,
    private readonly positions: ReadPositions,
    private readonly source: HealthSource,
    private readonly options: ApiOptions,
  ) {}

  @Handles(routes.getHealth)
  async health(): Promise<Health> {
    const numbers = Array.from({ length: this.log.partitions.P }, (_, partition) => partition);
    const partitions = await Promise.all(numbers.map((partition) => this.partition(partition)));
    const services = [...this.source.services(), ...this.ownParts()];
    const ok = services.every(({ status }) => status === 'ok');
    return { status: ok ? 'ok' : 'degraded', version: this.options.version, services, partitions };
  }

  @Handles(routes.livez)
  alive(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** Ready where every partition of the log has begun and can be asked. Commands do not need the read model. */
  @Handles(routes.readyz)
  async ready(@Res({ passthrough: true }) reply: HttpReply): Promise<Ready> {
    const state = await this.logState();
    if (state === 'ok') return { status: 'ok', ...this.staleness() };
    reply.code(503);
    return { status: state };
  }

  @Handles(routes.startupz)
  async started(@Res({ passthrough: true }) reply: HttpReply): Promise<Started> {
    this.begun ||= (await this.logState()) === 'ok';
    if (this.begun) return { status: 'ok' };
    reply.code(503);
    return { status: 'starting' };
  }

  /** Before every partition has begun no command can be answered. */
  private async logState(): Promise<Ready['status']> {
    const numbers = Array.from({ length: this.log.partitions.P }, (_, partition) => partition);
    try {
      const bounds = await Promise.all(
        numbers.map((partition) => this.log.bounds('workflow-events', partition)),
      );
      return bounds.every(({ end }) => end > 0) ? 'ok' : 'starting';
    } catch (error) {
      if (error instanceof LogError && error.retryable) return 'unready';
      throw error;
    }
  }

  private ownParts(): readonly ServiceHealth[] {
    return [partOf('log', this.log.trouble()), partOf('projection', this.positions.staleness())];
  }

  /** Why is told only to who has the token. */
  private staleness(): Pick<Ready, 'stale'> {
    return this.positions.staleness() === undefined ? {} : { stale: true };
  }

  private async partition(partition: number): Promise<Health['partitions'][number]> {
    const { end } = await this.log.bounds('workflow-events', partition);
    const position = this.positions.positionOf(partition);
    const activeRuns = this.source.activeRuns(partition);
    return {
      partition,
      epoch: position?.epoch ?? 0,
      offset: end,
      ...(activeRuns === undefined ? {} : { activeRuns }),
      projected: position?.next ?? 0,
    };
  }
}

function partOf(name: string, trouble: string | undefined): ServiceHealth {
  return trouble === undefined ? { name, status: 'ok' } : { name, status: 'degraded', detail: trouble };
}
