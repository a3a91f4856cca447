import { spawn } from 'node:child_process';
import { deepEqual, equal } from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import type { FaultWorld } from '@millrace/e2e';
import { Trickle, chainOf, outage, workflowOf } from '@millrace/e2e';
import { Descriptors } from '../harness/descriptors.js';
import { MemoryGroup } from '../harness/memory-group.js';
import { openWorld } from '../harness/open-world.js';
import { promisesKept } from '../harness/promises.js';
import { seconds, shuffled } from '../harness/words.js';
import type { ChaosRow, Trial } from '../row.js';

const NEIGHBOURS_PER_PROCESSOR = 4;
const BUSY_MS = 30_000;
const WITHOUT_MS = 4000;
/** For what is new: what the worker has when it is put there does not count. */
const MEMORY_BYTES = 512 * 1024 * 1024;
const END_MS = 120_000;
const QUICK = workflowOf('quick', { once: { type: 'noop' }, then: { type: 'noop', needs: ['once'] } });

export const s3Processors: ChaosRow = {
  kind: 'row',
  id: 'S3-cpu',
  fault: `neighbours keep all processors busy for ${BUSY_MS / 1000} s, ${NEIGHBOURS_PER_PROCESSOR} of them each`,
  shows: 'nobody takes a busy process for a dead one, and every run ends once',
  rules: ['I14'],
  seconds: 45,
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 2, workers: 2 });
    await world.publish(chainOf('chain', world.journal, 'sleep 1'), QUICK);
    const from = world.log.entries.length;
    await outage(trial.random() * 1000);
    const neighbours = beginNeighbours(trial);
    const trickle = new Trickle(world, 'quick');
    const runs = [...(await world.startRuns('chain', 8))];
    await outage(BUSY_MS);
    runs.push(...(await trickle.end()));
    trial.say(`${neighbours.length} neighbours for ${seconds(BUSY_MS)}, ${runs.length} runs were started`);
    for (const one of neighbours) one.kill('SIGKILL');
    await world.log.untilEnded(runs, END_MS);
    noneTakenForDead(world, from);
    await promisesKept(world, trial, { exactlyOnce: true });
  },
};

export const s3Descriptors: ChaosRow = {
  kind: 'row',
  id: 'S3-files',
  fault: 'takes all free file descriptors of a master, a worker, the API and the logger, in turn',
  shows: 'none of them ends, what they cannot do fails with a reason or waits, and all goes on',
  rules: ['I1', 'I2', 'I9', 'I14'],
  seconds: 40,
  lacks: () => Descriptors.lacks(),
  run: async (trial) => {
    const world = await openWorld(trial, { masters: 2, workers: 1, slots: 4 });
    await world.publish(chainOf('chain', world.journal, 'sleep 0.5'), QUICK);
    const from = world.log.entries.length;
    const { api, logger, workers } = world.cluster;
    for (const service of shuffled([world.biggestOwner(), ...workers, api, logger], trial.random)) {
      const runs = [...(await world.startRuns('chain', 4))];
      await outage(trial.random() * 1000);
      const taken = Descriptors.take(service.pid);
      const trickle = new Trickle(world, 'quick', 'be refused');
      await outage(WITHOUT_MS);
      taken.giveBack();
      const trickled = await trickle.end();
      await world.log.untilEnded([...runs, ...trickled], END_MS);
      const ends = Object.entries(Object.groupBy(runs, (run) => world.log.runs.get(run) ?? 'unknown'));
      trial.say(
        `${service.name}: ${ends.map(([state, list]) => `${list?.length} ${state}`).join(', ')}; ${trickle.refused} of ${trickled.length + trickle.refused} starts were refused`,
      );
    }
    trial.say(`attempts failed with: ${reasonsOf(world, [...world.log.runs.keys()])}`);
    noneTakenForDead(world, from);
    await promisesKept(world, trial);
  },
};

export const s3Memory: ChaosRow = {
  kind: 'row',
  id: 'S3-memory',
  fault: 'a script takes all memory that its worker and others have, until the kernel kills it',
  shows: 'its attempt fails with a reason, the worker lives, and what it has besides goes on',
  rules: ['I2', 'I14'],
  seconds: 20,
  lacks: () => MemoryGroup.lacks(),
  run: async (trial) => {
    const group = MemoryGroup.create(MEMORY_BYTES);
    trial.onEnd(() => group.remove());
    const world = await openWorld(trial, { slots: 8 });
    const [worker] = world.cluster.workers;
    const pid = worker?.pid ?? -1;
    group.add(pid);
    await world.publish(
      workflowOf('eats', {
        work: { type: 'shell', script: `head -c ${2 * MEMORY_BYTES} /dev/zero | tail > /dev/null` },
      }),
      chainOf('chain', world.journal, 'sleep 1'),
    );
    const chains = await world.startRuns('chain', 4);
    await outage(trial.random() * 1000);
    const [eats = ''] = await world.startRuns('eats', 1);
    await world.log.untilEnded([eats, ...chains]);
    equal(world.log.runs.get(eats), 'failed', 'A script without memory');
    trial.say(`the script that took it: ${reasonsOf(world, [eats])}`);
    deepEqual(new Set(chains.map((run) => world.log.runs.get(run))), new Set(['succeeded']));
    equal(worker?.pid, pid, 'The worker');
    await promisesKept(world, trial);
  },
};

/** Why attempts of these runs failed: one message for each code. */
function reasonsOf({ log }: FaultWorld, runs: readonly string[]): string {
  const failed = log.eventsOf('AttemptFailed').filter(({ entry }) => runs.includes(entry.run ?? ''));
  const reasons = failed.map(({ data }) => data as { readonly code: string; readonly message: string });
  const byCode = new Map(reasons.map(({ code, message }) => [code, message]));
  return [...byCode].map(([code, message]) => `${code}, such as "${message}"`).join('; ');
}

/** They end with this process, however that ends. */
function beginNeighbours({ onEnd }: Pick<Trial, 'onEnd'>): readonly ReturnType<typeof spawn>[] {
  const script =
    'process.stdin.on("close", () => process.exit()).resume(); setInterval(() => { for (const end = Date.now() + 200; Date.now() < end;); }, 1)';
  return Array.from({ length: NEIGHBOURS_PER_PROCESSOR * availableParallelism() }, () => {
    const one = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'ignore', 'ignore'] });
    onEnd(() => one.kill('SIGKILL'));
    return one;
  });
}

/** No worker was declared lost, and no partition has another owner since. */
function noneTakenForDead({ log }: FaultWorld, from: number): void {
  deepEqual(log.eventsOf('WorkerLost'), [], 'Workers that were declared lost');
  const claims = log.entries.slice(from).filter(({ verdict }) => verdict === 'claim');
  deepEqual(claims, [], 'Partitions that another master took');
}
