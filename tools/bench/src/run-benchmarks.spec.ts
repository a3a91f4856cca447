import { describe, expect, it } from 'vitest';
import type { BenchContext, Benchmark } from './benchmark.js';
import { clusterBenchmarks } from './cluster/index.js';
import { benchmarks } from './benchmarks/index.js';
import type { Result } from './run-benchmarks.js';
import { runBenchmarks } from './run-benchmarks.js';

const context: BenchContext = {
  quick: false,
  folder: () => '',
  startStandalone: () => Promise.reject(new Error('There is no engine here.')),
  startCluster: () => Promise.reject(new Error('There is no cluster here.')),
  openOwnLog: () => Promise.reject(new Error('There is no log here.')),
  shared: {},
};

/** A benchmark whose nth round gives n times ten. */
const counting = (name: string, change: Partial<Benchmark> = {}, closed: string[] = []): Benchmark => ({
  figures: [{ name, unit: 'u' }],
  what: 'counts',
  open: () =>
    Promise.resolve({
      round: (number) => Promise.resolve({ [name]: number * 10 }),
      close: () => Promise.resolve(void closed.push(name)),
    }),
  ...change,
});

async function run(list: readonly Benchmark[], { rounds = 3, quick = false } = {}) {
  const results: Result[] = [];
  const failures: string[] = [];
  await runBenchmarks(list, { ...context, quick }, rounds, {
    begins: () => undefined,
    result: (result) => results.push(result),
    failed: ({ reason }) => failures.push(reason),
  });
  return { results, failures };
}

describe('runBenchmarks', () => {
  it('leaves the warm-up out', async () => {
    const { results } = await run([counting('a')]);
    expect(results).toEqual([{ name: 'a', unit: 'u', min: 10, median: 20, max: 30, rounds: 3 }]);
  });

  it('takes as many rounds as a benchmark fixes, without a warm-up', async () => {
    const { results } = await run([counting('a', { fixedRounds: 1 })]);
    expect(results).toMatchObject([{ median: 10, rounds: 1 }]);
  });

  it('tells the ratio to a limit that was measured', async () => {
    const limited = counting('b', { figures: [{ name: 'b', unit: 'u', limit: 'a' }] });
    expect((await run([counting('a'), limited])).results[1]).toMatchObject({ ratio: { to: 'a', value: 1 } });
    expect((await run([limited])).results[0]).not.toHaveProperty('ratio');
  });

  it('says when less was done than a figure is defined with', async () => {
    expect((await run([counting('a')], { quick: true })).results[0]).toMatchObject({ quick: true });
  });

  it('does without a figure that not every machine can tell', async () => {
    const figures = [
      { name: 'a', unit: 'u' },
      { name: 'b', unit: 'u', optional: true as const },
    ];
    const { results, failures } = await run([counting('a', { figures })]);
    expect(failures).toEqual([]);
    expect(results.map(({ name }) => name)).toEqual(['a']);
  });

  it('goes on after a benchmark that fails, and closes it', async () => {
    const closed: string[] = [];
    const bad = counting('a', { figures: [{ name: 'z', unit: 'u' }] }, closed);
    const { results, failures } = await run([bad, counting('b')]);
    expect(failures).toEqual(['The benchmark gave no z.']);
    expect(results.map(({ name }) => name)).toEqual(['b']);
    expect(closed).toEqual(['a']);
  });
});

describe('the register', () => {
  it('has every figure of the design', () => {
    const names = benchmarks.flatMap(({ figures }) => figures.map(({ name }) => name));
    expect(names.toSorted()).toEqual([
      'chain10_step_ms_p50',
      'chain10_step_ms_p99',
      'check_cpu_s',
      'check_peak_mb',
      'check_s',
      'cpu_s_per_1000_tasks',
      'fanout1000_ms',
      'fold_events_per_s',
      'heap_bytes_per_active_run',
      'idle_cpu_percent',
      'idle_rss_mb',
      'noop_runs_per_s',
      'noop_tasks_per_s',
      'raw_spawn_per_s',
      'raw_sqlite_commit_ms_p50',
      'raw_sqlite_commit_ms_p99',
      'raw_true_per_s',
      'shell_tasks_per_s',
    ]);
  });

  it('has every figure of the column cluster', () => {
    const names = clusterBenchmarks.flatMap(({ figures }) => figures.map(({ name }) => name));
    expect(names).toEqual(
      expect.arrayContaining([
        'raw_kafka_append_ms_p50',
        'raw_kafka_roundtrip_ms_p50',
        'cluster_shell_tasks_per_s',
        'cluster_chain10_step_ms_p50',
        'cluster_chain10_step_ms_p99',
        'cluster_fanout1000_ms',
        'cluster_noop_tasks_per_s',
        'cluster_cpu_s_per_1000_tasks',
        'cluster_cpu_s_per_1000_tasks_master',
        'cluster_rebuild_events_per_s',
        'cluster_noop_runs_per_s',
        'cluster_projection_lag_ms_p99',
        'cluster_takeover_s',
        'cluster_handover_ms',
        'cluster_idle_rss_mb_worker',
        'cluster_idle_cpu_percent_api',
      ]),
    );
  });
});
