import type { LogSource } from '@millrace/checker';
import { DEFAULT_INVARIANTS, Journal, checkLog, exportSource, formatViolation } from '@millrace/checker';
import type { Reply } from '@millrace/events';
import { partitionOfRun } from '@millrace/events';
import type { Cluster } from '../world/cluster.js';
import type { World } from '../world/world.js';
import { problemsOfReadModel } from './read-model-at-rest.js';

const KEPT = 10;
/** Every run that was begun ends. */
const RUNS_END = 'I14';

export interface AtRest {
  /** What is wrong, in sentences. */
  readonly problems: readonly string[];
  /** Runs that have not ended. */
  readonly openRuns: number;
  /** Attempts that were begun so far. */
  readonly attempts: number;
}

/**
 * What is wrong after everything had time to come to rest. Of a partition that has lost records, and of the runs that
 * live there, nothing is promised but that all others go on.
 */
export async function problemsAtRest({ world, people, reader }: Cluster): Promise<AtRest> {
  const journal = Journal.of(world.scripts.journal);
  // It measures by the times in the records, which are those of the machines.
  const invariants = DEFAULT_INVARIANTS.filter(({ name }) => name !== 'I18' || !world.clocksWereSet);
  const source = sourceOf(world.broker);
  const keep = world.damaged === undefined ? KEPT : Infinity;
  const { violations, violated, counts } = await checkLog(source, { journal, invariants, keep });
  const sound = violations.filter(({ partition, run }) => !isDamaged(world, partition, run));
  const more = [...violated.values()].reduce((sum, count) => sum + count, 0) - violations.length;
  world.told(world.timeline.world, `checked ${JSON.stringify(counts)}`);
  const openRuns =
    world.damaged === undefined
      ? (violated.get(RUNS_END) ?? 0)
      : sound.filter(({ invariant }) => invariant === RUNS_END).length;
  const problems = [
    ...world.faults,
    ...sound.map(formatViolation),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    ...world.scripts.overlaps
      .filter(({ run }) => !isDamaged(world, undefined, run))
      .map(
        ({ run, task, attempts }) =>
          `Attempts ${attempts.join(' and ')} of ${task} in ${run} ran at the same time.`,
      ),
    ...people.unanswered(repliesOf(world.broker), world.damaged),
    ...(reader && world.damaged === undefined ? await problemsOfReadModel(world, reader) : []),
  ];
  return { problems, openRuns, attempts: counts.attempts };
}

function isDamaged({ damaged }: World, partition: number | undefined, run: string | undefined): boolean {
  if (damaged === undefined) return false;
  return partition === damaged || (run !== undefined && partitionOfRun(run) === damaged);
}

type Broker = Cluster['world']['broker'];

function sourceOf(broker: Broker): LogSource {
  return exportSource(
    (function* () {
      for (const { value } of all(broker, 'catalog', 0)) yield JSON.stringify({ topic: 'catalog', value });
      for (let partition = 0; partition < broker.partitions.P; partition += 1)
        for (const { offset, value } of all(broker, 'workflow-events', partition))
          yield JSON.stringify({ topic: 'workflow-events', partition, offset, value });
    })(),
  );
}

function repliesOf(broker: Broker): readonly Reply[] {
  return all(broker, 'replies', 0).map(({ value }) => value.data);
}

function all<N extends 'catalog' | 'workflow-events' | 'replies'>(
  broker: Broker,
  topic: N,
  partition: number,
) {
  const { start } = broker.bounds(topic, partition);
  return broker.page(topic, partition, start, Infinity);
}
