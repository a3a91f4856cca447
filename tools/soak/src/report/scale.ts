/** A mark on an axis. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** From values to places between 0 (the lower end) and 1 (the upper end). */
export interface Scale {
  readonly ticks: readonly Tick[];
  readonly place: (value: number) => number;
}

const STEPS = [1, 2, 5, 10];

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them from 0 to above `max`. */
export function linearScale(max: number, count = 4): Scale {
  const rough = Math.max(max, Number.MIN_VALUE * 1e10) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const steps = Math.max(1, Math.ceil(max / step));
  const ticks = Array.from({ length: steps + 1 }, (_, index) => tickOf(index * step));
  return { ticks, place: (value) => value / (steps * step) };
}

/** Powers of ten from 1 to above `max`; what is less than 1 stands at the lower end. */
export function logScale(max: number): Scale {
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(max, 1)) - 1e-9));
  const ticks = Array.from({ length: decades + 1 }, (_, index) => tickOf(10 ** index));
  return { ticks, place: (value) => Math.max(0, Math.log10(Math.max(value, 1))) / decades };
}

function tickOf(value: number): Tick {
  const rounded = Number(value.toPrecision(6));
  return { value: rounded, text: rounded.toLocaleString('en-US').replaceAll(',', '\u202f') };
}
