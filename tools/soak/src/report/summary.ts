import type { SoakResult } from '../judge/soak-result.js';
import type { LateSample } from '../samples/sample.js';
import { TIMED } from '../samples/log-figures.js';

/** What a figure is, as the report calls it. */
export const MEANING: Readonly<Record<string, string>> = {
  accepted: 'start due → answered',
  start: 'run started → first dispatch',
  successor: 'end of a task → dispatch of the next',
  due: 'due → dispatch',
  report: 'dispatch → first report of the worker',
};

/** Of the goals at half of what a machine can do, apart from faults: told, not judged, because others may share it. */
export const GOALS_MS: Readonly<Record<string, number>> = { successor: 250, due: 1000 };

export interface Lags {
  readonly records: number;
  readonly seconds: number;
}

/** The largest of the load. */
export function largestLag({ samples }: Pick<SoakResult, 'samples'>): Lags {
  const lags = samples.filter(({ phase }) => phase === 'load').map(({ lag }) => lag);
  return {
    records: Math.max(0, ...lags.map(({ records }) => records)),
    seconds: Math.max(0, ...lags.map(({ seconds }) => seconds)),
  };
}

function lateText(name: string, late: LateSample | undefined): string {
  if (!late) return `  ${MEANING[name]}: none`;
  return `  ${MEANING[name]}: p50 ${late.p50} ms, p99 ${late.p99} ms, max ${late.max} ms (${late.count})`;
}

function heapText({ name, compared, before, after, ratio }: SoakResult['heap'][number]): string {
  if (before === undefined || after === undefined || ratio === undefined)
    return `  ${name}: not there for long enough`;
  return `  ${name}: ${before.toFixed(1)} → ${after.toFixed(1)} MB, × ${ratio.toFixed(3)} (${compared})`;
}

/** What a soak came to, for people. */
export function summaryOf(result: SoakResult): string {
  const { seed, minutes, rate, faults, runs, repeats, calm, troubled, heap, checked, problems } = result;
  const lag = largestLag(result);
  const count = Object.values(runs).reduce((sum, one) => sum + one, 0);
  const { records, attempts, journalLines } = checked.counts;
  return [
    `soak of ${minutes} min, seed ${seed}: ${count} runs, ${rate} a second, ${faults.length} faults, ${repeats} requests sent again`,
    'apart from faults:',
    ...TIMED.map((name) => lateText(name, calm[name])),
    ...(faults.length === 0 ? [] : ['with faults:', ...TIMED.map((name) => lateText(name, troubled[name]))]),
    `largest lag of the read model: ${lag.records} records, ${lag.seconds.toFixed(1)} s`,
    'heap after a garbage collection:',
    ...heap.map(heapText),
    `at rest after ${result.restAfter.toFixed(1)} s; ${[...result.after.values()].length} counts`,
    `checker: ${String(records)} records, ${String(attempts)} attempts, ${String(journalLines)} lines of scripts, ${checked.violations.length} violations; not looked at: ${checked.skipped.join(' ') || 'nothing'}`,
    ...problems.map((problem) => `✗ ${problem}`),
    problems.length === 0
      ? '✓ nothing has grown, nothing is left, no promise is broken'
      : `${problems.length} problems`,
  ].join('\n');
}

/** The same for machines; samples are in the report. */
export function jsonOf(result: SoakResult, folder: string): object {
  const { before, after, samples, ...rest } = result;
  return {
    ...rest,
    passed: result.problems.length === 0,
    before: Object.fromEntries(before),
    after: Object.fromEntries(after),
    lag: largestLag({ samples }),
    folder,
  };
}
