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
/** What a client waits for an answer at most: the API's own deadline, and what a busy machine adds. */
const DEADLINE_MS = 30_000;
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
  fault: 'Kafka refuses the connections of the API while many start runs',
  shows:
    'starts are answered 503 with Retry-After in time, never 2xx, and what was answered 2xx is in the log',
  rules: ['I6', 'I15'],
  seconds: 50,
  run: (trial) =>
    withoutKafka(trial, 'refuses', {
      begin: ({ kafka }) => kafka.close(),
      end: ({ kafka }) => kafka.reopen(),
    }),
};

export const a2Deadline: ChaosRow = {
  kind: 'row',
  id: 'A2-mute',
  fault:
    'Kafka takes the connections of the API and says nothing while many start runs; what was sent comes late',
  shows:
    'starts are answered 503 with Retry-After in time, never 2xx, and what was answered 2xx is in the log',
  rules: ['I6', 'I15'],
  seconds: 25,
  run: (trial) =>
    withoutKafka(trial, 'says nothing', {
      begin: ({ kafka }) => kafka.inflictAll({ kind: 'hold', way: 'both' }),
      end: ({ kafka }) => kafka.heal(),
    }),
};

interface Outage {
  readonly begin: (ways: OwnWays) => Promise<void>;
  readonly end: (ways: OwnWays) => Promise<void>;
}

async function withoutKafka(trial: Trial, how: string, { begin, end }: Outage): Promise<void> {
  const ways = await OwnWays.open(trial);
  const world = await openWorld(trial, { environments: { api: ways.environment } });
  await world.publish(workflowOf('quick', { once: { type: 'noop' } }));
  const api = ApiProbe.of(world.cluster);
  const before = await startOnce(api);
  ok(before.status < 300, `A start is answered ${before.status} while all is well`);
  await begin(ways);
  await refusedWhileAway(trial, api, how);
  await end(ways);
  const after = await backAgain(api);
  await untilAll(world, [before, after]);
  await promisesKept(world, trial, { exactlyOnce: true });
}

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
