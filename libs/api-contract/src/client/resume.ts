import { UnreachableError } from './client-errors.js';
import type { ClientOptions } from './client-options.js';
import type { ServerEvent } from './sse-decoder.js';

/** Where a stream stands, and whether it may be opened again. */
export class Resume {
  ended = false;
  private failures = 0;

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
    if (event.id !== '') this.lastId = event.id;
    this.ended = event.event === 'end';
    return this.ended;
  }

  /** Waits before the next try. Throws what does not go away by trying again. */
  async broke(error: unknown, signal: AbortSignal | undefined): Promise<void> {
    if (this.ended) return;
    this.failures += 1;
    const hopeless = !(error instanceof UnreachableError) || this.failures > (this.options.reconnects ?? 5);
    if (hopeless || signal?.aborted) throw error;
    await new Promise((resolve) => setTimeout(resolve, this.options.reconnectMs ?? 500));
  }
}
