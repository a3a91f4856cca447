import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TraceReader } from './trace-reader.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('waits for the end of a run, over lines that come in pieces', async () => {
  const file = join(folder, 'steps.jsonl');
  const reader = new TraceReader(file);
  appendFileSync(file, '{"run":"a","event":"started","at":10.5}\n{"run":"b","event":"sta');
  const duration = reader.durationOf('b');
  appendFileSync(
    file,
    'rted","at":11}\n{"run":"a","event":"ended","at":13}\n{"run":"b","event":"ended","at":11.25}\n',
  );
  expect(await duration).toBe(0.25);
  expect(await reader.durationOf('a')).toBe(2.5);
  reader.close();
});
