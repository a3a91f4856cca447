import type { FollowRequest, LogPage, LogRef, PageRequest, ShownLine } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';

/** The lines of one attempt, which a test puts in. */
export class MemoryLogStore extends LogStore {
  lines: ShownLine[] = [];
  complete = true;
  /** What following fails with. */
  failure: Error | undefined;
  /** Called when somebody begins to follow. */
  onFollow: () => void = () => undefined;

  override async page(_ref: LogRef, { from = 1, limit = 1000 }: PageRequest = {}): Promise<LogPage> {
    const lines = this.lines.slice(from - 1, from - 1 + limit);
    return {
      lines,
      first: from,
      next: from + lines.length,
      total: this.lines.length,
      complete: this.complete,
    };
  }

  override async tail(ref: LogRef, count: number): Promise<LogPage> {
    return this.page(ref, { from: Math.max(1, this.lines.length - count + 1), limit: count });
  }

  override async *follow(ref: LogRef, { from = 1, signal }: FollowRequest): AsyncGenerator<LogPage> {
    if (this.failure) throw this.failure;
    this.onFollow();
    yield await this.page(ref, { from });
    if (this.complete || signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  }

  override async *download(): AsyncGenerator<string> {
    for (const { text } of this.lines) yield `${text}\n`;
  }
}
