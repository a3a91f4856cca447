import type { Entry } from '@millrace/e2e';
import { Histogram } from '../log/histogram.js';
import type { Waited } from '../log/lateness.js';
import { Lateness } from '../log/lateness.js';
import { ProjectionLag } from '../log/projection-lag.js';
import type { LateSample } from './sample.js';

/** What is timed: waits in the log, and starts from when they were due until they are answered. */
export type Timed = Waited | 'accepted';
export const TIMED: readonly Timed[] = ['accepted', 'start', 'successor', 'due', 'report'];

/** A fault and what it leaves behind, or neither. */
export type Weather = 'calm' | 'fault';

type Histograms = Map<Timed, Histogram>;

function add(to: Histograms, timed: Timed, ms: number): void {
  const histogram = to.get(timed) ?? new Histogram();
  to.set(timed, histogram);
  histogram.add(ms);
}

function figuresOf(histograms: Histograms): Readonly<Record<string, LateSample>> {
  const entries = [...histograms].map(([timed, histogram]) => [timed, lateOf(histogram)] as const);
  return Object.fromEntries(entries);
}

function lateOf(histogram: Histogram): LateSample {
  const { count, max } = histogram;
  const [p50 = 0, p99 = 0] = [histogram.quantile(0.5), histogram.quantile(0.99)];
  return { count, p50: Math.round(p50), p99: Math.round(p99), max: Math.round(max) };
}

/** What the records of the log say about time, since the last sample and in all. */
export class LogFigures {
  readonly lag = new ProjectionLag();
  private readonly lateness = new Lateness();
  private last: Histograms = new Map();
  private readonly all: Record<Weather, Histograms> = { calm: new Map(), fault: new Map() };
  /** Of the records that come from now on; none is counted before there is one. */
  weather: Weather | undefined;
  /** Whether processes collect their garbage because they are looked at: what waits for that is in samples alone. */
  looking = false;

  note(entry: Entry): void {
    this.lag.note(entry);
    for (const { waited, ms } of this.lateness.note(entry)) this.time(waited, ms);
  }

  time(timed: Timed, ms: number): void {
    add(this.last, timed, ms);
    if (this.weather && !this.looking) add(this.all[this.weather], timed, ms);
  }

  /** Those since this was last called. */
  take(): Readonly<Record<string, LateSample>> {
    const figures = figuresOf(this.last);
    this.last = new Map();
    return figures;
  }

  /** All of the load. */
  of(weather: Weather): Readonly<Record<string, LateSample>> {
    return figuresOf(this.all[weather]);
  }
}
