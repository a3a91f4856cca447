import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '../api-client.js';
import type { Benchmark } from '../benchmark.js';
import { quantile } from '../statistics.js';
import { until } from '../until.js';
import { parallelText } from '../workflow-texts.js';
import { followEvents } from './follow-events.js';
import type { RunEnd } from './run-watch.js';
import { RunWatch } from './run-watch.js';
import { Trickle } from './trickle.js';

const PACE = { runsPerSecond: 200, batch: 10 };
/** Of so many runs one is asked for: a request for each would be load of its own. */
const ASK_ONE_OF = 4;
const WORKFLOW = 'lag';

export const projectionLag: Benchmark = {
  figures: [
    { name: 'cluster_projection_lag_ms_p50', unit: 'ms' },
    { name: 'cluster_projection_lag_ms_p99', unit: 'ms' },
  ],
  what: '200 runs of one no-op a second for 10 s; of every fourth: from the arrival of its last record at a reader of the log until the API, asked with the position of that record, has answered that the run has ended',
  open: async (context) => {
    const cluster = await context.startCluster();
    const lags: Promise<number>[] = [];
    let ends = 0;
    const watch = new RunWatch((end) => {
      ends += 1;
      if (ends % ASK_ONE_OF === 0) lags.push(lagOf(cluster.api, end));
    });
    followEvents(await cluster.openLog(), (seen) => watch.note(seen));
    await cluster.api.publish(WORKFLOW, parallelText(WORKFLOW, 1));
    return {
      round: async () => {
        const already = watch.ended;
        const trickle = new Trickle(cluster.api, WORKFLOW, PACE);
        await wait(context.quick ? 2000 : 10_000);
        await trickle.end();
        await until('all runs have ended', () => watch.ended === already + trickle.started, 60_000);
        const values = await Promise.all(lags.splice(0));
        return {
          cluster_projection_lag_ms_p50: quantile(values, 0.5),
          cluster_projection_lag_ms_p99: quantile(values, 0.99),
        };
      },
      close: () => cluster.remove(),
    };
  },
};

/** Milliseconds. Throws when the read model does not have the run's end within the time that the API waits for it. */
async function lagOf(api: ApiClient, { run, at, position }: RunEnd): Promise<number> {
  const shown = await api.get<{ readonly state: string; readonly stale?: true }>(`/runs/${run}`, {
    'x-consistency-position': position,
  });
  if (shown.stale === undefined && shown.state === 'succeeded') return performance.now() - at;
  throw new Error(`The API shows run ${run} as ${shown.state}${shown.stale ? ', and stale' : ''}.`);
}
