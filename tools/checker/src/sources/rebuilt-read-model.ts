import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RecordSource } from '@millrace/api';
import { LogError } from '@millrace/events';
import type {
  FoldPosition,
  ProjectionStore,
  ReadDatabase,
  ReadStore,
  StoredRun,
} from '@millrace/persistence';
import { READ_DATABASES } from '@millrace/persistence';
import type { ReadModel, RowDifference } from '../beside/beside.js';
import { differencesOfRun } from './row-differences.js';

/** Runs that are compared at once. */
const PAGE = 500;

export interface RebuildOptions {
  /** It must be there: nothing of it is made, and nothing written. */
  readonly stored: Pick<ReadDatabase, 'openProjectionStore'>;
  /** The log that it was made from. */
  readonly source: RecordSource;
  readonly partitions: number;
}

type Positions = ReadonlyMap<number, FoldPosition>;

/**
 * Compares a read model with one that is made from the log in a temporary file, as far as the stored one had come when
 * it was looked at. A stored one that moves on meanwhile is well where its rows are newer.
 */
export function rebuiltReadModel({ stored, source, partitions }: RebuildOptions): ReadModel {
  return {
    differences: async function* () {
      const store = await stored.openProjectionStore();
      const folder = await mkdtemp(join(tmpdir(), 'millrace-check-'));
      try {
        const positions = await positionsOf(store, partitions);
        yield* compare(store, READ_DATABASES.sqlite(join(folder, 'read-model.db')), {
          source,
          positions,
          partitions,
        });
      } finally {
        await store.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface Extent {
  readonly source: RecordSource;
  readonly positions: Positions;
  readonly partitions: number;
}

async function* compare(
  stored: ProjectionStore,
  database: ReadDatabase,
  extent: Extent,
): AsyncIterable<RowDifference> {
  const reads = await database.openReadStore();
  const anew = await database.openProjectionStore();
  try {
    const failure = await project(anew, extent);
    if (failure !== undefined) {
      yield { sentence: `The log cannot be made into rows: ${failure}` };
      return;
    }
    yield* positionDifferences(await positionsOf(anew, extent.partitions), extent.positions);
    yield* rowDifferences(stored, { reads, anew }, extent);
  } finally {
    await anew.close();
    await reads.close();
  }
}

/** Why it could not be done; undefined: it is. */
async function project(
  store: ProjectionStore,
  { source, positions, partitions }: Extent,
): Promise<string | undefined> {
  // Loads what serves the API: only who checks a read model pays for that.
  const { ProjectionRunner } = await import('@millrace/api');
  try {
    await new ProjectionRunner({ source: upTo(source, positions), store, partitions }).catchUp();
    return undefined;
  } catch (error) {
    if (error instanceof LogError) return error.message;
    throw error;
  }
}

/** The log as it was when the read model stood there. */
function upTo(source: RecordSource, positions: Positions): RecordSource {
  const endOf = (partition: number): number => positions.get(partition)?.next ?? 0;
  return {
    end: (partition) => Promise.resolve(endOf(partition)),
    read: async (partition, from, limit) => {
      const end = endOf(partition);
      if (from >= end) return [];
      return await source.read(partition, from, Math.min(limit, end - from));
    },
  };
}

async function positionsOf(store: ProjectionStore, partitions: number): Promise<Positions> {
  const positions = new Map<number, FoldPosition>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const position = await store.position(partition);
    if (position) positions.set(partition, position);
  }
  return positions;
}

function* positionDifferences(anew: Positions, stored: Positions): Iterable<RowDifference> {
  for (const [partition, position] of stored) {
    const made = anew.get(partition);
    if (isDeepStrictEqual({ ...position }, { ...made })) continue;
    const [is, gives] = [JSON.stringify(position), JSON.stringify(made ?? null)];
    yield { partition, sentence: `The read model stands at ${is}, the log gives ${gives}.` };
  }
}

interface Anew {
  readonly reads: ReadStore;
  readonly anew: ProjectionStore;
}

async function* rowDifferences(
  stored: ProjectionStore,
  { reads, anew }: Anew,
  { positions, partitions }: Extent,
): AsyncIterable<RowDifference> {
  const [is, gives] = [await stored.rowsHash(), await anew.rowsHash()];
  if (is === gives) return;
  let found = 0;
  for await (const ids of pagesOf(reads)) {
    const suspects = differing(await anew.load(ids), await stored.load(ids)).map(({ made }) => made);
    if (suspects.length === 0) continue;
    // Read again: a run and its task runs may have been read with a change in between.
    const again = await stored.load(suspects.map(({ run }) => run.id));
    for (const { differences } of differing(suspects, again)) {
      found += differences.length;
      yield* differences;
    }
  }
  const stood = isDeepStrictEqual(await positionsOf(stored, partitions), positions);
  if (found === 0 && stood)
    yield { sentence: 'The read model has rows of runs or of refused commands that the log does not give.' };
}

interface DifferingRun {
  readonly made: StoredRun;
  readonly differences: readonly RowDifference[];
}

function differing(runs: readonly StoredRun[], stored: readonly StoredRun[]): readonly DifferingRun[] {
  const rows = new Map(stored.map((one) => [one.run.id, one]));
  return runs
    .map((made) => ({ made, differences: differencesOfRun(rows.get(made.run.id), made) }))
    .filter(({ differences }) => differences.length > 0);
}

async function* pagesOf(reads: ReadStore): AsyncIterable<readonly string[]> {
  let page = await reads.listRuns({ limit: PAGE });
  while (page.runs.length > 0) {
    yield page.runs.map(({ id }) => id);
    if (page.next === null) return;
    page = await reads.listRuns({ limit: PAGE, cursor: page.next });
  }
}
