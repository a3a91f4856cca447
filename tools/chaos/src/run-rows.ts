import type { StackEndpoints } from '@millrace/stack';
import { stackEndpoints } from '@millrace/stack';
import { runRow } from './harness/run-row.js';
import type { AnyRow } from './row.js';
import { runSuite } from './run-suite.js';

/** How a row ended. */
export type Ending =
  { readonly state: 'passed' } | { readonly state: 'failed' | 'skipped' | 'absent'; readonly why: string };

export interface RowResult {
  readonly row: AnyRow;
  readonly seed: number;
  readonly seconds: number;
  readonly ending: Ending;
}

export interface RowListener {
  readonly begins: (row: AnyRow, seed: number) => void;
  readonly says: (row: AnyRow, text: string) => void;
  readonly ended: (result: RowResult) => void;
}

/** Runs rows one after the other with that seed, whatever becomes of each. */
export async function runRows(rows: readonly AnyRow[], seed: number, listener: RowListener): Promise<void> {
  for (const row of rows) {
    listener.begins(row, seed);
    const since = performance.now();
    const ending = await endingOf(row, seed, (text) => listener.says(row, text));
    listener.ended({ row, seed, seconds: (performance.now() - since) / 1000, ending });
  }
}

async function endingOf(row: AnyRow, seed: number, say: (text: string) => void): Promise<Ending> {
  if (row.kind === 'absent') return { state: 'absent', why: row.why };
  try {
    if (row.kind === 'suite') {
      const passed = await runSuite(row, seed);
      say(`${passed} tests passed`);
      return passed > 0 ? { state: 'passed' } : { state: 'skipped', why: 'none of its tests ran' };
    }
    const lack = await row.lacks?.();
    if (lack !== undefined) return { state: 'skipped', why: lack };
    await runRow(row, seed, await endpoints(), say);
    return { state: 'passed' };
  } catch (error) {
    return { state: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function endpoints(): Promise<StackEndpoints> {
  const found = await stackEndpoints();
  if ('missing' in found) throw new Error(`No stack: ${found.missing}`);
  return found;
}
