import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from './journal.js';
import { Journal } from './journal.js';

const spawned = (key: string): JournalEntry => ({ entry: 'spawn', key, pid: 7, startTime: '1' });

describe('the journal of a worker', () => {
  let folder: string;
  let journal: Journal;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-journal-'));
    journal = new Journal(folder);
    journal.begin();
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells the next process what is open, and not what is done', () => {
    const report = { run: 'r', worker: 'w', reports: [] };
    journal.write(spawned('a'));
    journal.write(spawned('b'), true);
    journal.write({ entry: 'report', key: 'b', partition: 1, report });
    journal.write({ entry: 'done', key: 'a' });
    expect(new Journal(folder).leftovers()).toEqual({
      spawned: [spawned('b')],
      reports: [{ entry: 'report', key: 'b', partition: 1, report }],
    });
  });

  it('makes the folder that it is to stand in, for its user alone', () => {
    const made = join(folder, 'of', 'this-worker');
    const first = new Journal(made);
    first.begin();
    first.close();
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('is read up to a last line that was cut', () => {
    journal.write(spawned('a'));
    appendFileSync(join(folder, 'journal.jsonl'), '{"entry":"done","ke');
    expect(new Journal(folder).leftovers().spawned).toEqual([spawned('a')]);
  });

  it('begins anew when it is long and nothing is open', () => {
    const size = (): number => readFileSync(join(folder, 'journal.jsonl')).length;
    journal.write(spawned('open'));
    journal.write(spawned('x'.repeat(5 * 1024 * 1024)));
    journal.write({ entry: 'done', key: 'x'.repeat(5 * 1024 * 1024) });
    expect(size()).toBeGreaterThan(10 * 1024 * 1024);
    journal.write({ entry: 'done', key: 'open' });
    expect(size()).toBe(0);
  });
});
