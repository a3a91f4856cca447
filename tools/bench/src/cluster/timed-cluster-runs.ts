import type { BenchContext } from '../benchmark.js';
import type { ClusterFlags, RunningCluster } from './running-cluster.js';
import { followEvents } from './follow-events.js';
import { RunWatch } from './run-watch.js';

/** A cluster whose runs are started one at a time and timed by a reader of its log. */
export class TimedClusterRuns {
  private constructor(
    private readonly cluster: RunningCluster,
    private readonly watch: RunWatch,
    private readonly workflow: string,
  ) {}

  static async open(
    context: BenchContext,
    workflow: { readonly name: string; readonly text: string },
    flags: ClusterFlags = {},
  ): Promise<TimedClusterRuns> {
    const cluster = await context.startCluster(flags);
    const watch = new RunWatch();
    followEvents(await cluster.openLog(), (seen) => watch.note(seen));
    await cluster.api.publish(workflow.name, workflow.text);
    return new TimedClusterRuns(cluster, watch, workflow.name);
  }

  /** The milliseconds of `count` runs in turn, from the record that starts one to that which ends it, as delivered. */
  async many(count: number): Promise<readonly number[]> {
    const durations: number[] = [];
    const path = `/projects/default/workflows/${this.workflow}/runs`;
    for (let index = 0; index < count; index += 1) {
      const { run } = await this.cluster.api.post<{ readonly run: string }>(path, {});
      durations.push(await this.watch.durationOf(run));
    }
    return durations;
  }

  close(): Promise<void> {
    return this.cluster.remove();
  }
}
