import { describe, expect, it } from 'vitest';
import { standingTable } from './standing-table.js';

describe('the table of parts', () => {
  it('says of each how it is had, and where it is or why it is not', () => {
    const table = standingTable(['kafka', 'database', 'redis'], {
      kafka: { up: true, way: 'native', at: '127.0.0.1:1', pid: 7 },
      database: { up: true, way: 'environment', at: 'mysql://me:secret@db/x' },
      redis: { up: false, reason: 'not started' },
    });

    expect(table).toBe(
      [
        'kafka     native      up   127.0.0.1:1  (process 7)',
        'database  environment up   mysql://me:***@db/x',
        'redis     -           down not started',
        '',
      ].join('\n'),
    );
  });
});
