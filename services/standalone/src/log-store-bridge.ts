import type { AttemptLog, LogFollowing, LogPage } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';
import type { LogStore as StoredLogs } from '@millrace/logger';

/** The logger's store as the API sees it. */
export class LogStoreBridge extends LogStore {
  constructor(private readonly logs: StoredLogs) {
    super();
  }

  override read(log: AttemptLog, from: number, limit: number): Promise<LogPage> {
    return this.logs.page(log, { from, limit });
  }

  override tail(log: AttemptLog, count: number): Promise<LogPage> {
    return this.logs.tail(log, count);
  }

  override follow(
    log: AttemptLog,
    from: number,
    onPage: (page: LogPage) => void,
    onFailure: (error: unknown) => void,
  ): LogFollowing {
    const stop = new AbortController();
    const gate = new Gate();
    const give = async (page: LogPage): Promise<void> => {
      await gate.open;
      if (!stop.signal.aborted) onPage(page);
    };
    const run = async (): Promise<void> => {
      let next = from;
      for await (const page of this.logs.follow(log, { from, signal: stop.signal })) {
        next = page.next;
        // The logger says `complete` of the log; here it is said of the last page, and that may be an empty one.
        await give({ ...page, complete: false });
      }
      await give({ lines: [], first: next, next, total: next - 1, complete: true });
    };
    run().catch((error: unknown) => {
      if (!stop.signal.aborted) onFailure(error);
      stop.abort();
    });
    return {
      pause: () => gate.close(),
      resume: () => gate.release(),
      close: () => {
        stop.abort();
        gate.release();
      },
    };
  }
}

/** Holds back the next page while the reader is slow. */
class Gate {
  open: Promise<void> | undefined;
  private opened: (() => void) | undefined;

  close(): void {
    this.open ??= new Promise((resolve) => (this.opened = resolve));
  }

  release(): void {
    this.opened?.();
    this.open = undefined;
  }
}
