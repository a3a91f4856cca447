import type { BlobStore } from '@millrace/blobs';
import type { ArchivedRecord, EventLog, StoredRecord } from '@millrace/events';
import { LogCorruptError, archiveFolder, decodeRecord, decodeSegment, stretchOf } from '@millrace/events';
import type { RecordSource } from './record-source.js';
import { recordsOf } from './record-source.js';

/**
 * Reads events where they are: those that have left the log in the archive, all others in the log (L53). The fold judges
 * both alike; where one ends and the other begins there is no gap, or reading stops there.
 */
export class ArchivedRecords implements RecordSource {
  private readonly live: RecordSource;
  private readonly folders = new Map<number, Promise<string | undefined>>();
  /** The segment that was read last: a reader takes it in several bites. */
  private last: { readonly key: string; readonly records: readonly ArchivedRecord[] } | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly blobs: BlobStore,
  ) {
    this.live = recordsOf(log);
  }

  /** Throws LogCorruptError where neither has the record, though both have later ones. */
  async read(
    partition: number,
    from: number,
    limit: number,
  ): Promise<readonly StoredRecord<'workflow-events'>[]> {
    try {
      return await this.live.read(partition, from, limit);
    } catch (error) {
      const { start } = await this.log.bounds('workflow-events', partition);
      if (!(error instanceof LogCorruptError) || from >= start) throw error;
      const found = await this.readArchive(partition, from, limit);
      if (found.length === 0) throw error;
      return found;
    }
  }

  end(partition: number): Promise<number> {
    return this.live.end(partition);
  }

  private async readArchive(
    partition: number,
    from: number,
    limit: number,
  ): Promise<readonly StoredRecord<'workflow-events'>[]> {
    const folder = await this.folderOf(partition);
    if (folder === undefined) return [];
    const key = (await this.blobs.list(folder)).find((one) => {
      const stretch = stretchOf(one);
      return stretch !== undefined && stretch.first <= from && from < stretch.next;
    });
    if (key === undefined) return [];
    const records = await this.segment(key);
    const at = from - (records[0]?.offset ?? from);
    return records
      .slice(at, at + limit)
      .map(({ offset, time, value }) => ({ offset, time, key: String(partition), value }));
  }

  private async segment(key: string): Promise<readonly ArchivedRecord[]> {
    if (this.last?.key === key) return this.last.records;
    const bytes = await this.blobs.get(key);
    const records = bytes ? decodeSegment(key, bytes) : [];
    this.last = { key, records };
    return records;
  }

  /** The oldest record that is left in the log says whose archive it is. */
  private folderOf(partition: number): Promise<string | undefined> {
    let folder = this.folders.get(partition);
    if (!folder) this.folders.set(partition, (folder = this.findFolder(partition)));
    return folder;
  }

  private async findFolder(partition: number): Promise<string | undefined> {
    const { start } = await this.log.bounds('workflow-events', partition);
    const { records } = await this.log.read('workflow-events', partition, start, 1);
    const [first] = records;
    if (!first) this.folders.delete(partition);
    return first && archiveFolder(decodeRecord(first.value).logId, partition);
  }
}
