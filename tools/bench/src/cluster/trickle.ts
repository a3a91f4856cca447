import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '../api-client.js';

export interface TrickleOptions {
  readonly runsPerSecond: number;
  /** Runs of one request. */
  readonly batch: number;
}

/** Starts runs of a workflow at a steady pace until it is told to end. */
export class Trickle {
  /** Runs whose start the API has taken. */
  started = 0;
  private ending = false;
  private readonly done: Promise<void>;

  constructor(
    private readonly api: ApiClient,
    private readonly workflow: string,
    options: TrickleOptions,
  ) {
    this.done = this.run(options);
    // Told by `end`.
    this.done.catch(() => undefined);
  }

  /** Throws where the API has refused a start. */
  async end(): Promise<void> {
    this.ending = true;
    await this.done;
  }

  /** Requests do not wait for one another, so that a slow one does not thin the pace out. */
  private async run({ runsPerSecond, batch }: TrickleOptions): Promise<void> {
    const runs = Array.from({ length: batch }, () => ({}));
    const path = `/projects/default/workflows/${this.workflow}/runs/batch`;
    const every = (batch / runsPerSecond) * 1000;
    const sent: Promise<void>[] = [];
    for (let next = performance.now(); !this.ending; next += every) {
      await wait(Math.max(0, next - performance.now()));
      sent.push(this.api.post(path, { runs }).then(() => void (this.started += batch)));
    }
    await Promise.all(sent);
  }
}
