import type { DefinitionResolver } from '@millrace/dag';
import type { RunState } from '@millrace/dag';
import { evolve, isRunEnded } from '@millrace/dag';
import type { CommandRecord } from '@millrace/events';
import { Fold, PartitionState, SqliteLogReader, readCatalogue } from '@millrace/events';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { loadRuns } from '../load-runs.js';
import { parallelText } from '../workflow-texts.js';

const PAGE = 1000;

/** What an owner does when it takes a partition over, without snapshots. */
export const foldEvents: Benchmark = {
  figures: [{ name: 'fold_events_per_s', unit: 'events/s' }],
  what: 'the log of the no-op rounds read, decoded and folded to state in one thread, as on a take-over',
  open: async (context) => {
    const folder = context.shared.noopLog ?? (await makeLog(context));
    const { catalogue, partitions } = readCatalogue(folder);
    const reader = new SqliteLogReader(folder, partitions);
    return {
      round: () => {
        const since = performance.now();
        let events = 0;
        for (let partition = 0; partition < partitions; partition += 1) {
          events += foldPartition(reader, partition, (hash) => catalogue.graph(hash));
        }
        return Promise.resolve({ fold_events_per_s: (events / (performance.now() - since)) * 1000 });
      },
      close: () => Promise.resolve(reader.close()),
    };
  },
};

async function makeLog(context: BenchContext): Promise<string> {
  const { api, data, stop } = await context.startStandalone();
  await api.publish('fold', parallelText('fold', 10));
  await loadRuns(api, 'fold', context.quick ? 200 : 4000);
  await stop();
  return data;
}

function foldPartition(reader: SqliteLogReader, partition: number, definitions: DefinitionResolver): number {
  const fold = new Fold();
  const state = new PartitionState();
  const runs = new Map<string, RunState>();
  let events = 0;
  for (;;) {
    const page = reader.read(partition, fold.next, PAGE);
    if (page.length === 0) return events;
    for (const { offset, value } of page) {
      const judged = fold.accept(offset, value);
      if (judged.verdict !== 'record') continue;
      state.apply(judged.record, offset);
      foldRun(runs, judged.record, definitions);
      events += judged.record.events.length;
    }
  }
}

function foldRun(runs: Map<string, RunState>, record: CommandRecord, definitions: DefinitionResolver): void {
  const [agg] = record.aggs;
  if (!agg) return;
  let run = runs.get(agg.id);
  for (const event of record.events) if (event.a !== -1) run = evolve(run, event, record.now, definitions);
  if (!run) return;
  run.aseq = agg.aseq;
  if (isRunEnded(run.phase)) runs.delete(agg.id);
  else runs.set(agg.id, run);
}
