import type { SoakResult } from '../judge/soak-result.js';
import type { Sample } from '../samples/sample.js';
import type { Series } from './picture.js';
import { drawPicture } from './picture.js';

type Picked = (sample: Sample) => number | undefined;

const series = (samples: readonly Sample[], name: string, pick: Picked): Series => ({
  name,
  points: samples.map((sample) => ({ at: sample.at, value: pick(sample) })),
});

/** A line that is broken where one process ends and the next of the same name begins. */
function heapSeries(samples: readonly Sample[], name: string): Series {
  let pid: number | undefined;
  const points = samples.flatMap(({ at, processes }) => {
    const one = processes.find((process) => process.name === name);
    const isNext = one !== undefined && pid !== undefined && one.pid !== pid;
    pid = one?.pid ?? pid;
    const point = { at, value: one?.heap === undefined ? undefined : one.heap / 1e6 };
    return isNext ? [{ at, value: undefined }, point] : [point];
  });
  return { name, points };
}

/** Lag, lateness, heap and faults of a soak over its time, as SVG. */
export function soakPicture({ samples, faults, seed, rate, minutes }: SoakResult): string {
  const shown = samples.filter(({ phase }) => phase === 'load');
  const last = shown.at(-1)?.at ?? 0;
  const names = [...new Set(shown.flatMap(({ processes }) => processes.map(({ name }) => name)))].toSorted();
  return drawPicture({
    title: `${minutes} minutes, ${rate} runs a second, seed ${seed}; red: faults, by their numbers`,
    seconds: Math.max(last, minutes * 60),
    bands: faults.map(({ from, to }, index) => ({ label: String(index + 1), from, to })),
    panels: [
      {
        title: 'lag of the read model, seconds',
        scale: 'linear',
        series: [series(shown, 'oldest record', ({ lag }) => lag.seconds)],
      },
      {
        title: 'lateness in each interval, milliseconds',
        scale: 'log',
        series: [
          series(shown, 'report p50', ({ late }) => late['report']?.p50),
          series(shown, 'report p99', ({ late }) => late['report']?.p99),
          series(shown, 'due p50', ({ late }) => late['due']?.p50),
          series(shown, 'due p99', ({ late }) => late['due']?.p99),
          series(shown, 'accepted p99', ({ late }) => late['accepted']?.p99),
        ],
      },
      {
        title: 'runs that go on, and starts without an answer',
        scale: 'linear',
        series: [
          series(shown, 'runs', ({ active }) => active),
          series(shown, 'starts', ({ waiting }) => waiting),
        ],
      },
      {
        title: 'heap after a garbage collection, MB',
        scale: 'linear',
        series: names.map((name) => heapSeries(shown, name)),
      },
    ],
  });
}
