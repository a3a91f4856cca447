import { join } from 'node:path';
import type { BenchContext } from './benchmark.js';
import type { RunningStandalone, StandaloneFlags } from './standalone-process.js';
import { TraceReader } from './trace-reader.js';

/** An engine whose runs are started one at a time and timed by the engine itself. */
export class TimedRuns {
  private constructor(
    private readonly standalone: RunningStandalone,
    private readonly trace: TraceReader,
    private readonly workflow: string,
  ) {}

  static async open(
    context: BenchContext,
    workflow: { readonly name: string; readonly text: string },
    flags: Omit<StandaloneFlags, 'traceSteps'> = {},
  ): Promise<TimedRuns> {
    const traceSteps = join(context.folder('trace'), 'steps.jsonl');
    const trace = new TraceReader(traceSteps);
    const standalone = await context.startStandalone({ ...flags, traceSteps });
    await standalone.api.publish(workflow.name, workflow.text);
    return new TimedRuns(standalone, trace, workflow.name);
  }

  /** Starts a run, waits for its end, and gives the milliseconds between the two, both as verified in the log. */
  async one(): Promise<number> {
    const path = `/projects/default/workflows/${this.workflow}/runs`;
    const { run } = await this.standalone.api.post<{ readonly run: string }>(path, {});
    return this.trace.durationOf(run);
  }

  /** The durations of `count` runs in turn. */
  async many(count: number): Promise<readonly number[]> {
    const durations: number[] = [];
    for (let index = 0; index < count; index += 1) durations.push(await this.one());
    return durations;
  }

  async close(): Promise<void> {
    await this.standalone.stop();
    this.trace.close();
  }
}
