import type { LogRef } from '@millrace/blobs';
import { folderOfLog, folderOfRun } from '../log-ref.js';
import type { FollowRequest, LogPage, PageRequest, ShownLine } from '@millrace/blobs';
import { LogStore } from '@millrace/blobs';
import type { ShardStore } from '../shards/shard-store.js';
import { ChangeSignal } from './change-signal.js';
import type { LiveLines } from './live-lines.js';
import { LogView } from './log-view.js';
import { PAGE_TEXT, showGap } from './shown-lines.js';

const MOST_LINES = 1_000;
/** Pieces of a download, characters. */
const DOWNLOAD_PIECE = 65_536;

/** Logs from shards in the blob store and lines that are on their way there. */
export class ShardLogStore extends LogStore {
  constructor(
    private readonly store: ShardStore,
    private readonly live: LiveLines,
  ) {
    super();
  }

  override async page(ref: LogRef, request: PageRequest = {}): Promise<LogPage> {
    const from = Math.max(1, request.from ?? 1);
    const limit = limitOf(request.limit ?? MOST_LINES);
    const view = this.view(ref);
    const lines = await gather(view.from(from), limit);
    return pageOf(lines, from, await view.extent());
  }

  override async tail(ref: LogRef, count: number): Promise<LogPage> {
    const view = this.view(ref);
    const lines = (await gather(view.backwards(), limitOf(count))).reverse();
    const extent = await view.extent();
    return pageOf(withGaps(lines), extent.total + 1, extent);
  }

  override async *follow(ref: LogRef, { from = 1, signal }: FollowRequest): AsyncGenerator<LogPage> {
    folderOfLog(ref);
    const change = new ChangeSignal();
    const unwatch = this.live.watch(ref, change.notify);
    signal.addEventListener('abort', change.notify);
    try {
      for (let next = from; !signal.aborted;) {
        const page = await this.page(ref, { from: next });
        if (page.lines.length > 0) yield page;
        next = page.next;
        if (page.lines.length > 0 && next <= page.total) continue;
        if (page.complete) return;
        await change.next();
      }
    } finally {
      signal.removeEventListener('abort', change.notify);
      unwatch();
    }
  }

  override async *download(ref: LogRef): AsyncGenerator<string> {
    let piece = '';
    for await (const { text } of this.view(ref).from(1)) {
      piece += `${text}\n`;
      if (piece.length < DOWNLOAD_PIECE) continue;
      yield piece;
      piece = '';
    }
    if (piece !== '') yield piece;
  }

  /** Removes the logs of a run for good. */
  async deleteRun(run: string): Promise<void> {
    folderOfRun(run);
    await this.live.drop(run);
    await this.store.deleteRun(run);
  }

  private view(ref: LogRef): LogView {
    folderOfLog(ref);
    return new LogView(this.store, ref, this.live.snapshot(ref));
  }
}

function limitOf(count: number): number {
  return Math.min(MOST_LINES, Math.max(0, count));
}

async function gather(lines: AsyncIterable<ShownLine>, limit: number): Promise<ShownLine[]> {
  const gathered: ShownLine[] = [];
  if (limit === 0) return gathered;
  let text = 0;
  for await (const line of lines) {
    text += line.text.length;
    if (gathered.length > 0 && text > PAGE_TEXT) break;
    gathered.push(line);
    if (gathered.length === limit) break;
  }
  return gathered;
}

function withGaps(lines: readonly ShownLine[]): ShownLine[] {
  return lines.flatMap((line, index) => {
    const before = lines[index - 1];
    return before && line.line > before.line + 1 ? [showGap(before.line + 1, line), line] : [line];
  });
}

function pageOf(
  lines: readonly ShownLine[],
  from: number,
  { total, complete }: { readonly total: number; readonly complete: boolean },
): LogPage {
  const last = lines.at(-1);
  return {
    lines,
    first: lines[0]?.line ?? from,
    next: last ? last.line + 1 : from,
    // Lines may have been stored since the end was looked up.
    total: Math.max(total, last?.line ?? 0),
    complete,
  };
}
