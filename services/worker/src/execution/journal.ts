import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TaskReport } from '@millrace/events';

/** A process that an attempt started. */
export interface SpawnEntry {
  readonly entry: 'spawn';
  readonly key: string;
  readonly pid: number;
  /** As the system tells it: a pid alone may belong to another process by now. */
  readonly startTime: string;
}

/** The attempt was taken by this incarnation; written before anything of it starts (L38). */
export interface TakenEntry {
  readonly entry: 'taken';
  readonly key: string;
  readonly incarnation: string;
}

/** A report that the log does not have yet. */
export interface ReportEntry {
  readonly entry: 'report';
  readonly key: string;
  readonly partition: number;
  readonly report: TaskReport;
}

/** The log has the last report of the attempt. */
export interface DoneEntry {
  readonly entry: 'done';
  readonly key: string;
}

export type JournalEntry = TakenEntry | SpawnEntry | ReportEntry | DoneEntry;

/** What an earlier process of this worker left behind. */
export interface Leftovers {
  readonly spawned: readonly SpawnEntry[];
  readonly reports: readonly ReportEntry[];
}

/**
 * What a worker must remember over its death: attempts before they start, their processes, and reports until the log
 * has them. An append-only file, begun anew when nothing is open.
 */
export class Journal {
  private readonly file: string;
  private fd: number;
  private readonly open = new Set<string>();
  private written = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'journal.jsonl');
    this.fd = -1;
  }

  /** What is open of an earlier process. Call before the first `write`. */
  leftovers(): Leftovers {
    const open = new Map<string, { spawned: SpawnEntry[]; reports: ReportEntry[] }>();
    for (const entry of readEntries(this.file)) {
      const of = open.get(entry.key) ?? { spawned: [], reports: [] };
      open.set(entry.key, of);
      if (entry.entry === 'spawn') of.spawned.push(entry);
      if (entry.entry === 'report') of.reports.push(entry);
      if (entry.entry === 'done') open.delete(entry.key);
    }
    const all = [...open.values()];
    return { spawned: all.flatMap((one) => one.spawned), reports: all.flatMap((one) => one.reports) };
  }

  /** Begins an empty journal: the leftovers are dealt with. */
  begin(): void {
    if (this.fd >= 0) closeSync(this.fd);
    const fresh = `${this.file}.new`;
    closeSync(openSync(fresh, 'w', 0o600));
    renameSync(fresh, this.file);
    this.fd = openSync(this.file, 'a', 0o600);
    this.open.clear();
    this.written = 0;
  }

  /** Is in the file when this returns; `durable`: on the disk too (at-most-once). */
  write(entry: JournalEntry, durable = false): void {
    const text = `${JSON.stringify(entry)}\n`;
    writeSync(this.fd, text);
    this.written += text.length;
    if (durable) fsyncSync(this.fd);
    if (entry.entry === 'done') this.open.delete(entry.key);
    else this.open.add(entry.key);
    if (this.open.size === 0 && this.written > BEGIN_ANEW_BYTES) this.begin();
  }

  close(): void {
    if (this.fd >= 0) closeSync(this.fd);
    this.fd = -1;
  }
}

const BEGIN_ANEW_BYTES = 4 * 1024 * 1024;

function readEntries(file: string): readonly JournalEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const entries: JournalEntry[] = [];
  for (const line of lines) {
    if (line === '') continue;
    try {
      entries.push(JSON.parse(line) as JournalEntry);
    } catch {
      // The process died amid this line: what it would have said did not happen yet.
      break;
    }
  }
  return entries;
}
