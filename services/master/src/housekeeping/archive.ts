import type { BlobStore } from '@millrace/blobs';
import type { ArchivedRecord, EventLog } from '@millrace/events';
import { archiveFolder, encodeSegment, segmentKey, stretchOf } from '@millrace/events';

/** Records and characters of one segment. */
const SEGMENT_RECORDS = 20_000;
const SEGMENT_SIZE = 16 * 1024 * 1024;
const PAGE = 1000;

/** The archive of one partition of `workflow-events`, in the blob store (L53). */
export class Archive {
  private readonly folder: string;

  constructor(
    private readonly partition: number,
    logId: string,
    private readonly log: EventLog,
    private readonly blobs: BlobStore,
  ) {
    this.folder = archiveFolder(logId, partition);
  }

  /** Offset that follows the last record of the archive; 0 for an empty one. Segments without a gap count alone. */
  async end(): Promise<number> {
    let end = 0;
    for (const key of await this.blobs.list(this.folder)) {
      const stretch = stretchOf(key);
      if (stretch && stretch.first <= end) end = Math.max(end, stretch.next);
    }
    return end;
  }

  /**
   * Archives the records below `upTo`, the beginning of a name always where the last one ended, so that what is done
   * twice gives the same. Gives where the archive ends. Throws what log and blobs throw; what is stored by then stays.
   */
  async extendTo(upTo: number): Promise<number> {
    let end = await this.end();
    while (end < upTo) {
      const records = await this.read(end, upTo);
      const next = end + records.length;
      if (next === end) break;
      await this.blobs.put(segmentKey(this.folder, end, next), encodeSegment(records));
      end = next;
    }
    return end;
  }

  private async read(from: number, upTo: number): Promise<readonly ArchivedRecord[]> {
    const records: ArchivedRecord[] = [];
    let size = 0;
    while (from + records.length < upTo && records.length < SEGMENT_RECORDS && size < SEGMENT_SIZE) {
      const limit = Math.min(PAGE, upTo - from - records.length);
      const page = await this.log.read('workflow-events', this.partition, from + records.length, limit);
      if (page.records.length === 0) break;
      for (const { offset, time, value } of page.records) {
        records.push({ offset, time, value });
        size += value.length;
      }
    }
    return records;
  }
}
