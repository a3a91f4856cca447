import { routes } from '@millrace/api-contract';
import { whyNotNative } from '@millrace/stack';
import { TcpProxy, describeUnless, describeWithStack } from '@millrace/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiProbe } from './api-probe.js';
import { emptyRedis, keepKeys, putKeysBack } from './faults/ask-redis.js';
import { FaultWorld } from './faults/fault-world.js';
import { journalled, lasting, workflowOf } from './faults/fault-workflows.js';
import { LONG } from './faults/length.js';
import { outage } from './faults/outage.js';
import { OwnPart } from './faults/own-part.js';
import { until } from './faults/until.js';
import { Gate } from './gate.js';

const MYSQL_DOWN_MS = LONG ? 60_000 : 5_000;
/** Longer than a lease and its grace. */
const REDIS_DOWN_MS = LONG ? 60_000 : 25_000;
/** So long after both sources are back a master judges again. */
const JUDGED_AFTER_MS = 22_000;
const TEST_MS = 60_000 + MYSQL_DOWN_MS + REDIS_DOWN_MS + JUDGED_AFTER_MS;

describeUnless(await whyNotNative(['redis']), 'outages, on a Redis of its own', () => {
  describeWithStack('of the database and of Redis', ['kafka', 'database'], ({ kafka, database }) => {
    let redis: OwnPart<'redis'>;
    const toDatabase = new TcpProxy(database);
    let toRedis: TcpProxy;
    let world: FaultWorld;
    let gate: Gate;
    let long: readonly string[];
    let backSince = 0;

    beforeAll(async () => {
      redis = await OwnPart.start('redis');
      toRedis = new TcpProxy(redis.endpoint);
      await Promise.all([toDatabase.open(), toRedis.open()]);
      world = await FaultWorld.open({
        kafka,
        database: { ...database, host: '127.0.0.1', port: toDatabase.port },
        redis: { host: '127.0.0.1', port: toRedis.port },
      });
      gate = new Gate(world.cluster.folder);
      const work = `while [ ! -e '${gate.path}' ]; do sleep 0.1; done`;
      await world.publish(
        workflowOf('long', { wait: journalled(world.journal, work) }),
        workflowOf('short', { once: journalled(world.journal, 'true') }),
        lasting('light', '1s'),
      );
      long = await world.startRuns('long', 2);
      for (const run of long) await world.log.untilEvent(run, 'AttemptRunning');
    });
    afterAll(async () => {
      // A test that failed may have left them cut.
      await Promise.all([toDatabase.open(), toRedis.open()]);
      await world.close();
      await Promise.all([toDatabase.close(), toRedis.close()]);
      await redis.remove();
    });

    it(
      `Redis emptied, then away for ${REDIS_DOWN_MS / 1000} s: runs go on and end; what an old backup holds is taken for nothing`,
      async () => {
        expect(await keepKeys(redis.endpoint)).toBeGreaterThan(0);
        await emptyRedis(redis.endpoint);
        await world.log.untilEnded(await world.startRuns('short', 3));

        await toRedis.close();
        const down = performance.now() + REDIS_DOWN_MS;
        while (performance.now() < down) {
          const runs = [...(await world.startRuns('short', 2)), ...(await world.startRuns('light', 2))];
          await world.log.untilEnded(runs);
        }
        await toRedis.open();
        expect(await putKeysBack(redis.endpoint)).toBeGreaterThan(0);
        backSince = performance.now();
        await world.log.untilEnded(await world.startRuns('short', 3));
      },
      TEST_MS,
    );

    it(
      `the database away for ${MYSQL_DOWN_MS / 1000} s: runs go on, commands are taken, reads say what they cannot see, and the read model catches up by itself`,
      async () => {
        const api = ApiProbe.of(world.cluster);
        const before = await world.startRuns('short', 3);
        await world.log.untilEnded(before);
        await toDatabase.close();
        const down = performance.now() + MYSQL_DOWN_MS;
        const meanwhile: string[] = [];
        const answers = new Set<string>();
        while (performance.now() < down) {
          const runs = [...(await world.startRuns('short', 2)), ...(await world.startRuns('light', 2))];
          meanwhile.push(...runs);
          const { status, headers, text } = await api.ask('/api/v1/runs');
          const stale = status === 200 && headers.get('x-stale') === 'true';
          answers.add(stale ? 'stale' : `${status} ${(JSON.parse(text) as { code?: string }).code ?? ''}`);
          await world.log.untilEnded(runs);
        }
        await toDatabase.open();

        for (const answer of answers) expect(['stale', '503 READ_MODEL_UNAVAILABLE']).toContain(answer);
        expect(meanwhile.length).toBeGreaterThan(0);
        await until('the rows of all runs', () => allEnded(meanwhile), 60_000);
      },
      TEST_MS,
    );

    it(
      'nobody was declared lost by any of that, and the scripts that ran all the time end as they should',
      async () => {
        await outage(JUDGED_AFTER_MS, backSince);
        gate.open();
        await world.log.untilEnded(long);

        expect(world.log.eventsOf('WorkerLost')).toEqual([]);
        expect(world.gone()).toEqual([]);
        const [stored, anew] = await world.readModels();
        expect(stored).toBe(anew);
        const { violations } = await world.check({ exactlyOnce: true });
        expect(violations).toEqual([]);
        expect([...world.log.runs.values()].filter((state) => state !== 'succeeded')).toEqual([]);
      },
      TEST_MS,
    );

    async function allEnded(runs: readonly string[]): Promise<boolean> {
      const reads = runs.map((run) => world.client.call(routes.getRun, { params: { run } }));
      const states = await Promise.all(reads).catch(() => []);
      return states.length > 0 && states.every(({ state }) => state === 'succeeded');
    }
  });
});
