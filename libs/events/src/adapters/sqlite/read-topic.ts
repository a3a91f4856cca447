import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TopicValues } from '../../topics.js';
import { TOPICS } from '../../topics.js';

/** Topics of JSON that an embedded log keeps in a file. */
export type FiledTopic = 'dead-letters' | 'task-logs';

/** A record with its place. */
export interface FiledRecord<N extends FiledTopic> {
  readonly partition: number;
  readonly offset: number;
  readonly value: TopicValues[N];
}

const FILES = { log: 'log.db', bulk: 'task-logs.db' } as const;

/**
 * What an embedded log has in all partitions of a topic, partition by partition, in the order of offsets; read over a
 * connection of its own. Nothing where the topic was never written to.
 */
export function* readTopic<N extends FiledTopic>(folder: string, name: N): Iterable<FiledRecord<N>> {
  const { embedded } = TOPICS[name];
  const file = join(folder, embedded === 'memory' ? '' : FILES[embedded]);
  if (!existsSync(file)) return;
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    for (const partition of partitionsOf(db, name)) {
      const rows = db.prepare(`SELECT offset, value FROM "${name}_${partition}" ORDER BY offset`).iterate();
      for (const { offset, value } of rows) {
        yield { partition, offset: Number(offset), value: JSON.parse(String(value)) as TopicValues[N] };
      }
    }
  } finally {
    db.close();
  }
}

function partitionsOf(db: DatabaseSync, name: FiledTopic): readonly number[] {
  const rows = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ?")
    .all(`${name}_[0-9]*`);
  return rows.map((row) => Number(String(row['name']).slice(name.length + 1))).sort((a, b) => a - b);
}
