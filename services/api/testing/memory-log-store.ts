import type { AttemptLog, LogFollowing, LogPage, StoredLogLine } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';

/** The lines of one attempt, which a test puts in. */
export class MemoryLogStore extends LogStore {
  lines: StoredLogLine[] = [];
  complete = true;
  /** What following fails with. */
  failure: Error | undefined;

  override async read(_log: AttemptLog, from: number, limit: number): Promise<LogPage> {
    return this.page(from, limit);
  }

  override async tail(_log: AttemptLog, count: number): Promise<LogPage> {
    return this.page(Math.max(1, this.lines.length - count + 1), count);
  }

  override follow(
    _log: AttemptLog,
    from: number,
    onPage: (page: LogPage) => void,
    onFailure: (error: unknown) => void,
  ): LogFollowing {
    const { failure } = this;
    queueMicrotask(() => (failure ? onFailure(failure) : onPage(this.page(from, this.lines.length))));
    return { pause: () => undefined, resume: () => undefined, close: () => undefined };
  }

  private page(from: number, limit: number): LogPage {
    const lines = this.lines.slice(from - 1, from - 1 + limit);
    return {
      lines,
      first: from,
      next: from + lines.length,
      total: this.lines.length,
      complete: this.complete,
    };
  }
}
