import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { LogCorruptError } from '../log-errors.js';

/** A record of `workflow-events` as an archive keeps it. */
export interface ArchivedRecord {
  readonly offset: number;
  /** When the log took it, epoch milliseconds of the log's clock. */
  readonly time: number;
  /** As it stood in the log. */
  readonly value: string;
}

const line = z.tuple([z.int().min(0), z.int(), z.string()]);

/** Offsets have as many digits in names, so that names sort as they do. */
const DIGITS = 16;

/** Where the segments of a partition are kept. The id of the log keeps a new log apart from an older one. */
export function archiveFolder(logId: string, partition: number): string {
  return `archive/${logId}/${partition}`;
}

/** Name of the segment with the records from `first` to `next`, the latter not included. */
export function segmentKey(folder: string, first: number, next: number): string {
  return `${folder}/${padded(first)}-${padded(next)}.jsonl.zst`;
}

/** The stretch of a segment by its name; undefined for another file. */
export function stretchOf(key: string): { readonly first: number; readonly next: number } | undefined {
  const match = /\/(\d{16})-(\d{16})\.jsonl\.zst$/.exec(key);
  return match ? { first: Number(match[1]), next: Number(match[2]) } : undefined;
}

/**
 * Records without a gap, one a line, compressed by Zstandard: offset, time and the record as it stood. Void records are
 * kept, so that a reader of the archive judges by the same fold, and by the same offsets, as a reader of the log (L53).
 */
export function encodeSegment(records: readonly ArchivedRecord[]): Uint8Array {
  const text = records
    .map(({ offset, time, value }) => `${JSON.stringify([offset, time, value])}\n`)
    .join('');
  return zstdCompressSync(text);
}

/** Throws LogCorruptError where the bytes are not what `encodeSegment` gave for that stretch. */
export function decodeSegment(key: string, bytes: Uint8Array): readonly ArchivedRecord[] {
  const stretch = stretchOf(key);
  const records = parse(key, bytes);
  const fits = records.every(({ offset }, index) => offset === (stretch?.first ?? -1) + index);
  if (!stretch || !fits || records.length !== stretch.next - stretch.first)
    throw damaged(key, 'it has other records than its name says');
  return records;
}

function parse(key: string, bytes: Uint8Array): readonly ArchivedRecord[] {
  try {
    const lines = zstdDecompressSync(bytes).toString().split('\n').filter(Boolean);
    return lines.map((text) => {
      const [offset, time, value] = line.parse(JSON.parse(text));
      return { offset, time, value };
    });
  } catch (error) {
    throw damaged(key, error instanceof Error ? error.message : String(error));
  }
}

function damaged(key: string, why: string): LogCorruptError {
  return new LogCorruptError(`${key} of the archive is damaged: ${why}. Put it back from a copy.`);
}

function padded(offset: number): string {
  return String(offset).padStart(DIGITS, '0');
}
