import { UnreachableError } from './client-errors.js';
import type { ClientOptions } from './client-options.js';
import type { ServerEvent } from './sse-decoder.js';

/** Where a stream stands, and whether it may be opened again. */
export class Resume {
  ended = false;
  private failures = 0;
  /** Items after the last id: those that the caller has had, and those that this connection has given. */
  private had = 0;
  private given = 0;

  constructor(
    private readonly options: ClientOptions,
    private lastId: string | undefined,
  ) {}

  get headers(): Record<string, string> {
    return this.lastId === undefined ? {} : { 'last-event-id': this.lastId };
  }

  /** True when the event is the end of the stream. */
  took(event: ServerEvent): boolean {
    this.failures = 0;
    this.ended = event.event === 'end';
    return this.ended;
  }

  /**
   * False for an item that the caller has had: of the events of a record only the last has an id, so a stream that
   * breaks amid them gives the first ones again.
   */
  isNew({ id }: ServerEvent): boolean {
    this.given += 1;
    const isNew = this.given > this.had;
    if (isNew) this.had = this.given;
    if (id !== '' && id !== this.lastId) {
      this.lastId = id;
      this.had = 0;
      this.given = 0;
    }
    return isNew;
  }

  /** Waits before the next try. Throws what does not go away by trying again. */
  async broke(error: unknown, signal: AbortSignal | undefined): Promise<void> {
    if (this.ended) return;
    this.given = 0;
    this.failures += 1;
    const hopeless = !(error instanceof UnreachableError) || this.failures > (this.options.reconnects ?? 5);
    if (hopeless || signal?.aborted) throw error;
    await new Promise((resolve) => setTimeout(resolve, this.options.reconnectMs ?? 500));
  }
}
