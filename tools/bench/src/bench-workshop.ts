import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchContext, SharedFindings } from './benchmark.js';
import type { RunningStandalone, StandaloneFlags } from './standalone-process.js';
import { startStandalone } from './standalone-process.js';

/** Makes folders and engines for the benchmarks and takes them away in the end. */
export class BenchWorkshop implements BenchContext {
  readonly shared: SharedFindings = {};
  private readonly root = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  private readonly running = new Set<RunningStandalone>();

  constructor(readonly quick: boolean) {}

  readonly folder = (name: string): string => mkdtempSync(join(this.root, `${name}-`));

  readonly startStandalone = async (flags?: StandaloneFlags): Promise<RunningStandalone> => {
    const started = await startStandalone(this.folder('data'), flags);
    const standalone = {
      ...started,
      stop: async () => {
        this.running.delete(standalone);
        await started.stop();
      },
    };
    this.running.add(standalone);
    return standalone;
  };

  async close(): Promise<void> {
    for (const standalone of [...this.running]) await standalone.stop();
    rmSync(this.root, { recursive: true, force: true });
  }
}
