export type { Benchmark, BenchContext, Figure, Session } from './benchmark.js';
export { benchmarks } from './benchmarks/index.js';
export { clusterBenchmarks } from './cluster/index.js';
export { cpuSeconds, familyOf, residentMegabytes } from './process-stat.js';
export { runBenchmarks } from './run-benchmarks.js';
export type { Result } from './run-benchmarks.js';
export { median, quantile, spreadOf } from './statistics.js';
