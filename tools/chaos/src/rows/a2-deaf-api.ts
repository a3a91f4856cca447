import { deepEqual, ok } from 'node:assert/strict';
import type { FaultWorld } from '@millrace/e2e';
import { ApiProbe, outage, until, workflowOf } from '@millrace/e2e';
import { openWorld } from '../harness/open-world.js';
import { OwnWays } from '../harness/own-ways.js';
import { promisesKept } from '../harness/promises.js';
import { seconds } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

const PATH = '/api/v1/projects/default/workflows/quick/runs';
const AWAY_MS = 8000;
/** What a client waits for an answer, at the most. */
const DEADLINE_MS = 60_000;
const BACK_MS = 60_000;
const ASKERS = 5;

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly run: string | undefined;
  readonly ms: number;
}

export const a2DeafApi: ChaosRow = {
  kind: 'row',
  id: 'A2',
  fault:
    'Kafka refuses the connections of the API, then takes them and says nothing; what was sent comes late',
  shows:
    'starts are answered 503 with Retry-After in time, never 2xx, and what was answered 2xx is in the log',
  rules: ['I6', 'I15'],
  seconds: 75,
  run: async (trial) => {
    const ways = await OwnWays.open(trial);
    const world = await openWorld(trial, { environments: { api: ways.environment } });
    await world.publish(workflowOf('quick', { once: { type: 'noop' } }));
    const api = ApiProbe.of(world.cluster);
    const before = await startOnce(api);
    ok(before.status < 300, `A start is answered ${before.status} while all is well`);

    await ways.kafka.close();
    await refusedWhileAway(trial, api, 'refuses');
    await ways.kafka.reopen();
    await backAgain(api);
    await ways.kafka.inflictAll({ kind: 'hold', way: 'both' });
    await refusedWhileAway(trial, api, 'says nothing');
    await ways.kafka.heal();
    const after = await backAgain(api);

    await untilAll(world, [before, after]);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

async function startOnce(api: ApiProbe): Promise<Told> {
  const since = performance.now();
  const headers = { 'content-type': 'application/json' };
  const { status, headers: told, text } = await api.ask(PATH, { method: 'POST', headers, body: '{}' });
  const { run } = JSON.parse(text) as { readonly run?: string };
  return { status, retryAfter: told.get('retry-after'), run, ms: performance.now() - since };
}

/** Many ask at once, all the time. */
async function refusedWhileAway({ say }: Trial, api: ApiProbe, how: string): Promise<void> {
  const until = performance.now() + AWAY_MS;
  const ask = async (): Promise<readonly Told[]> => {
    const told: Told[] = [];
    while (performance.now() < until) {
      told.push(await startOnce(api));
      await outage(100);
    }
    return told;
  };
  const all = (await Promise.all(Array.from({ length: ASKERS }, ask))).flat();
  const slowest = Math.max(...all.map(({ ms }) => ms));
  say(`Kafka ${how}: ${all.length} starts refused, the slowest answer after ${seconds(slowest)}`);
  deepEqual([...new Set(all.map(({ status }) => status))], [503], 'Answers without Kafka');
  ok(
    all.every(({ retryAfter }) => Number(retryAfter) > 0),
    'A refusal does not say when to try again',
  );
  ok(slowest < DEADLINE_MS, `A client waits ${seconds(slowest)} for an answer`);
}

function backAgain(api: ApiProbe): Promise<Told> {
  const ask = async (): Promise<Told | undefined> => {
    const told = await startOnce(api);
    return told.status < 300 ? told : undefined;
  };
  return until('a start to be taken again', ask, BACK_MS);
}

async function untilAll({ log }: FaultWorld, told: readonly Told[]): Promise<void> {
  const runs = told.map(({ run }) => run ?? '');
  await until('the runs that were answered 2xx', () => runs.every((run) => log.runs.has(run)), BACK_MS);
}
