import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TopicValues } from '../../topics.js';
import { TOPICS } from '../../topics.js';

/** Topics of JSON that an embedded log keeps in a file. */
export type FiledTopic = 'dead-letters' | 'task-logs';

const FILES = { log: 'log.db', bulk: 'task-logs.db' } as const;

/**
 * What an embedded log has in all partitions of a topic, partition by partition, in the order of offsets; read over a
 * connection of its own. Nothing where the topic was never written to.
 */
export function* readTopic<N extends FiledTopic>(folder: string, name: N): Iterable<TopicValues[N]> {
  const { embedded } = TOPICS[name];
  const file = join(folder, embedded === 'memory' ? '' : FILES[embedded]);
  if (!existsSync(file)) return;
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    for (const table of tablesOf(db, name)) {
      const rows = db.prepare(`SELECT value FROM "${table}" ORDER BY offset`).iterate();
      for (const { value } of rows) yield JSON.parse(String(value)) as TopicValues[N];
    }
  } finally {
    db.close();
  }
}

function tablesOf(db: DatabaseSync, name: FiledTopic): readonly string[] {
  const rows = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ? ORDER BY name")
    .all(`${name}_*`);
  return rows.map((row) => String(row['name']));
}
