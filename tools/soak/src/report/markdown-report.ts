import type { SoakResult } from '../judge/soak-result.js';
import type { LateSample } from '../samples/sample.js';
import { TIMED } from '../samples/log-figures.js';
import { GOALS_MS, MEANING, largestLag } from './summary.js';

type Row = readonly (string | number)[];

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function lateRow(name: string, late: LateSample | undefined): Row {
  const goal = GOALS_MS[name];
  const figures = late ? [late.count, late.p50, late.p99, late.max] : [0, '–', '–', '–'];
  return [MEANING[name] ?? name, ...figures, goal === undefined ? '–' : `p99 ≤ ${goal}`];
}

const LATE_HEAD = ['milliseconds', 'count', 'p50', 'p99', 'largest', 'goal'];

function heapRow({ name, compared, before, after, ratio }: SoakResult['heap'][number]): Row {
  const [from = '–', to = '–', times = '–'] = [before?.toFixed(1), after?.toFixed(1), ratio?.toFixed(3)];
  return [name, compared, from, to, times];
}

/** The report of a soak, with its picture beside it as `soak.svg`. */
export function markdownReport(result: SoakResult): string {
  const { seed, minutes, rate, machine, faults, runs, calm, troubled, before, after, checked, problems } =
    result;
  const lag = largestLag(result);
  const counted = [...before].map(([name, was]) => [name, was, after.get(name) ?? 'unknown']);
  return [
    `# Soak of ${minutes} minutes, seed ${seed}`,
    problems.length === 0 ? 'Passed.' : `**${problems.length} problems:**`,
    ...(problems.length === 0 ? [] : [problems.map((problem) => `- ${problem}`).join('\n')]),
    `${machine}. ${rate} runs a second at fixed times, ${result.repeats} requests sent again.`,
    '![lag, lateness, runs and heap over time](soak.svg)',
    '## Faults',
    faults.length === 0
      ? 'None.'
      : table(
          ['', 'fault', 'what', 'from, s', 'to, s'],
          faults.map(({ fault, what, from, to }, index) => [
            index + 1,
            fault,
            what,
            from.toFixed(0),
            to.toFixed(0),
          ]),
        ),
    '## Lateness',
    'Apart from faults and the 25 s after each:',
    table(
      LATE_HEAD,
      TIMED.map((name) => lateRow(name, calm[name])),
    ),
    ...(faults.length === 0
      ? []
      : [
          'With faults:',
          table(
            LATE_HEAD,
            TIMED.map((name) => lateRow(name, troubled[name])),
          ),
        ]),
    `Largest lag of the read model at a sample: ${lag.records} records, ${lag.seconds.toFixed(1)} s.`,
    '## Heap',
    'Of the processes of a name that were there for long enough: `lived`: there is one, at a quarter of its time under load and at the end of that. `same-age`: the first and the last, each as old as the younger has become. MB of 10⁶ bytes, after a garbage collection, medians of three samples.',
    table(['process', 'compared', 'before', 'after', 'ratio'], result.heap.map(heapRow)),
    '## What is left at rest',
    table(['count', 'before the load', 'afterwards'], counted),
    '## Checker',
    table(['seen', 'count'], seen(checked.counts)),
    `${checked.violations.length} violations. Not looked at: ${checked.skipped.join(', ') || 'nothing'}.`,
    '## Runs',
    table(['workflow', 'runs'], Object.entries(runs)),
    '',
  ].join('\n\n');
}

function seen(counts: Readonly<Record<string, unknown>>): readonly Row[] {
  return Object.entries(counts).map(([name, count]) => [
    name,
    typeof count === 'number' ? count : JSON.stringify(count),
  ]);
}
