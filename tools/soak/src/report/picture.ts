import type { Scale } from './scale.js';
import { linearScale, logScale } from './scale.js';

/** Values over time; where there is none the line is broken. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly value: number | undefined }[];
}

export interface Panel {
  /** What is drawn, with its unit. */
  readonly title: string;
  readonly scale: 'linear' | 'log';
  readonly series: readonly Series[];
}

/** A time in which something was done, through all panels. */
export interface Band {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface Picture {
  readonly title: string;
  /** How long the time axis is. */
  readonly seconds: number;
  readonly panels: readonly Panel[];
  readonly bands: readonly Band[];
}

const WIDTH = 960;
const LEFT = 72;
const RIGHT = 150;
const PLOT = WIDTH - LEFT - RIGHT;
const HEAD = 68;
/** Where bands begin, above the first panel. */
const BANDS = 42;
const PANEL = 150;
const GAP = 44;
const FOOT = 40;
const MINUTE = 60;
/** That are told apart also where colours are not seen well. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#8a6d00'];

interface Frame {
  readonly top: number;
  readonly x: (seconds: number) => number;
}

/** A picture of panels one below the other over the same time, as SVG. */
export function drawPicture({ title, seconds, panels, bands }: Picture): string {
  const height = HEAD + panels.length * (PANEL + GAP) - GAP + FOOT;
  const time = linearScale(seconds / MINUTE, 8);
  const span = (time.ticks.at(-1)?.value ?? 1) * MINUTE;
  const x = (at: number): number => LEFT + (at / span) * PLOT;
  const frames = panels.map((_, index) => ({ top: HEAD + index * (PANEL + GAP), x }));
  const bottom = height - FOOT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(LEFT, 18, title, 'font-size="14" font-weight="bold"'),
    ...bands.flatMap((band) => bandOf(band, x, bottom)),
    ...time.ticks.map((tick) => text(x(tick.value * MINUTE), bottom + 16, tick.text, 'text-anchor="middle"')),
    text(LEFT + PLOT / 2, bottom + 33, 'time, minutes', 'text-anchor="middle"'),
    ...panels.flatMap((panel, index) => panelOf(panel, frames[index] ?? { top: HEAD, x })),
    '</svg>',
    '',
  ].join('\n');
}

function bandOf({ label, from, to }: Band, x: Frame['x'], bottom: number): readonly string[] {
  const width = Math.max(1.5, x(to) - x(from));
  return [
    `<rect x="${round(x(from))}" y="${BANDS}" width="${round(width)}" height="${bottom - BANDS}" fill="#c00000" fill-opacity="0.13"/>`,
    text(x(from) + width / 2, BANDS - 4, label, 'text-anchor="middle" fill="#a00000" font-size="10"'),
  ];
}

function panelOf({ title, scale, series }: Panel, frame: Frame): readonly string[] {
  const values = series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const max = values.reduce((most, value) => Math.max(most, value), 0);
  const axis = scale === 'log' ? logScale(max) : linearScale(max);
  const y = (value: number): number => frame.top + PANEL * (1 - axis.place(value));
  return [
    ...gridOf(axis, y),
    `<rect x="${LEFT}" y="${frame.top}" width="${PLOT}" height="${PANEL}" fill="none" stroke="#555555"/>`,
    text(LEFT, frame.top - 7, title, 'font-weight="bold"'),
    ...series.flatMap((one, index) => lineOf(one, index, frame, y)),
  ];
}

function gridOf({ ticks }: Scale, y: (value: number) => number): readonly string[] {
  return ticks.flatMap((tick) => [
    `<line x1="${LEFT}" x2="${LEFT + PLOT}" y1="${round(y(tick.value))}" y2="${round(y(tick.value))}" stroke="#dddddd"/>`,
    text(LEFT - 6, y(tick.value) + 4, tick.text, 'text-anchor="end"'),
  ]);
}

function lineOf(
  { name, points }: Series,
  index: number,
  { top, x }: Frame,
  y: (value: number) => number,
): readonly string[] {
  const colour = COLOURS[index % COLOURS.length] ?? '#000000';
  const middle = top + 14 + index * 17;
  const moves = points.map(({ at, value }, place) => {
    if (value === undefined) return '';
    const begins = points[place - 1]?.value === undefined;
    return `${begins ? 'M' : 'L'}${round(x(at))} ${round(y(value))}`;
  });
  return [
    `<path d="${moves.join('')}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round"/>`,
    `<line x1="${LEFT + PLOT + 10}" x2="${LEFT + PLOT + 28}" y1="${middle - 4}" y2="${middle - 4}" stroke="${colour}" stroke-width="3"/>`,
    text(LEFT + PLOT + 33, middle, name),
  ];
}

function text(x: number, y: number, words: string, more = ''): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${round(x)}" y="${round(y)}"${more === '' ? '' : ` ${more}`}>${escaped}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
