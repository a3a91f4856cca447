import type { ServiceState } from '@millrace/nest-kit';

/** A service that runs in this process. */
export interface ServiceProcess {
  /** Where it listens, as people and tools are told it. */
  readonly listening: Readonly<Record<string, string | number>>;
  /** Finishes what it does and lets go of everything. */
  stop(): Promise<void>;
  /** A second request to end: what runs is ended at once. */
  hurry(): void;
  /** Resolves with why this process is of no use on this machine, should that ever be so: it has to end then. */
  readonly unfit?: Promise<unknown>;
}

/** Health of a process, for its health server: it starts before the service does. */
export class ProcessState {
  private started = false;
  private readonly troubles: (() => string | undefined)[] = [];

  /** The service works; `trouble` says when it cannot. */
  begin(...troubles: readonly (() => string | undefined)[]): void {
    this.started = true;
    this.troubles.push(...troubles);
  }

  readonly look = (): ServiceState => ({
    started: this.started,
    trouble: this.troubles.map((trouble) => trouble()).find((trouble) => trouble !== undefined),
  });
}
