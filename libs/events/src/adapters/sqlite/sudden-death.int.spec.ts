import { describe, expect, it } from 'vitest';
import { foldOn, makeFolders, startProcess } from '../../../testing/index.js';
import { SqliteEventLog } from './sqlite-event-log.js';

const ROUNDS = 20;
const newFolder = makeFolders();

interface Acknowledged {
  readonly partition: number;
  readonly offset: number;
  readonly seq: number;
}

function readLine(line: string): Acknowledged {
  const [partition = -1, offset = -1, seq = -1] = line.split(' ').map(Number);
  return { partition, offset, seq };
}

/** Everything that counts, by partition and offset. */
async function readLog(folder: string): Promise<ReadonlyMap<string, number>> {
  const log = SqliteEventLog.open({ folder, partitions: { P: 4, L: 1 }, clock: () => 0 });
  const seqs = new Map<string, number>();
  for (let partition = 0; partition < 4; partition += 1) {
    const { judged, records } = await foldOn(log, partition);
    // Every send has three records: one that is there in part would leave one or two.
    expect(records.length % 3).toBe(0);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    judged.forEach((one, offset) => {
      if (one.verdict === 'record') seqs.set(`${partition}/${offset}`, one.record.seq);
    });
  }
  await log.close();
  return seqs;
}

describe('a log whose process is killed amid appends', () => {
  it(`has everything that was acknowledged, and no send in part, ${ROUNDS} times over`, async () => {
    const folder = newFolder();
    let acknowledged = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const process = startProcess('append-for-ever.ts', folder, `round-${round}`);
      await process.until(1 + ((round * 7) % 23));
      const lines = await process.kill();
      const seqs = await readLog(folder);
      for (const { partition, offset, seq } of lines.map(readLine)) {
        const stored = [0, 1, 2].map((index) => seqs.get(`${partition}/${offset + index}`));
        expect(stored).toEqual([seq, seq + 1, seq + 2]);
        acknowledged += 1;
      }
    }
    expect(acknowledged).toBeGreaterThan(ROUNDS);
  }, 60_000);
});
