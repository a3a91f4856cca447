import { equal } from 'node:assert/strict';
import { Trickle, chainOf, outage, workflowOf } from '@millrace/e2e';
import { TcpProxy } from '@millrace/testing';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { wholeFrom } from '../harness/words.js';
import type { ChaosRow } from '../row.js';

const CUTS = 6;

export const d1BadDatabase: ChaosRow = {
  kind: 'row',
  id: 'D1-slow',
  fault: `the database answers late and slowly, loses a connection ${CUTS} times amid transactions, and is silent for a while`,
  shows: 'runs go on, and the read model equals one that is made anew from the log',
  rules: ['I8', 'I14'],
  seconds: 40,
  run: async (trial) => {
    const { database } = trial.endpoints;
    const proxy = new TcpProxy(database);
    await proxy.open();
    trial.onEnd(() => proxy.close());
    const world = await openWorld(
      trial,
      {},
      { database: { ...database, host: '127.0.0.1', port: proxy.port } },
    );
    await world.publish(
      chainOf('chain', world.journal, 'sleep 0.2'),
      workflowOf('quick', { once: { type: 'noop' }, then: { type: 'noop', needs: ['once'] } }),
    );
    const trickle = new Trickle(world, 'quick');
    proxy.inflict({ kind: 'late', way: 'answers', ms: wholeFrom(trial.random, 50, 500) });
    proxy.inflict({ kind: 'slow', way: 'requests', bytesPerSecond: 200_000 });
    for (let cut = 0; cut < CUTS; cut += 1) {
      await outage(500 + trial.random() * 1500);
      proxy.cut();
    }
    proxy.freeze();
    await world.log.untilEnded(await world.startRuns('chain', 3));
    proxy.heal();
    await world.log.untilEnded(await trickle.end());
    await promisesKept(world, trial, { exactlyOnce: true });
    const [stored, anew] = await world.readModels();
    equal(stored, anew, 'The read model, and one that is made anew');
    trial.say('the read model equals one that is made anew');
  },
};
