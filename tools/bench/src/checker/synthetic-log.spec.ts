import { checkLog, exportSource } from '@millrace/checker';
import { describe, expect, it } from 'vitest';
import { syntheticLog } from './synthetic-log.js';

describe('the synthetic log', () => {
  it('breaks no promise, and all its runs have ended', async () => {
    const { counts, violations } = await checkLog(exportSource(syntheticLog(20_000)));

    expect(violations).toEqual([]);
    expect(counts.events).toBeGreaterThanOrEqual(20_000);
    expect(counts).toMatchObject({ partitions: 4, open: 0, ended: { succeeded: counts.runs } });
    expect(counts.attempts).toBeGreaterThan(counts.tasks);
  });

  it('is the same each time', () => {
    expect([...syntheticLog(500)]).toEqual([...syntheticLog(500)]);
  });
});
