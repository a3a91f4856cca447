import type { Painter, Style } from './colours.js';
import { neutralise } from './escapes.js';

interface Look {
  readonly glyph: string;
  readonly style: Style;
}

const LOOKS: Readonly<Record<string, Look>> = {
  waiting: { glyph: '○', style: 'dim' },
  delayed: { glyph: '◷', style: 'dim' },
  gated: { glyph: '◷', style: 'dim' },
  queued: { glyph: '◌', style: 'cyan' },
  dispatched: { glyph: '◍', style: 'cyan' },
  accepted: { glyph: '◍', style: 'cyan' },
  running: { glyph: '●', style: 'blue' },
  retrying: { glyph: '↻', style: 'yellow' },
  held: { glyph: '‖', style: 'yellow' },
  pausing: { glyph: '‖', style: 'yellow' },
  paused: { glyph: '‖', style: 'yellow' },
  failing: { glyph: '✖', style: 'red' },
  stopping: { glyph: '■', style: 'yellow' },
  succeeded: { glyph: '✔', style: 'green' },
  failed: { glyph: '✖', style: 'red' },
  'timed-out': { glyph: '✖', style: 'red' },
  lost: { glyph: '✖', style: 'red' },
  killed: { glyph: '■', style: 'red' },
  unknown: { glyph: '?', style: 'yellow' },
  stopped: { glyph: '■', style: 'yellow' },
  discarded: { glyph: '–', style: 'dim' },
  skipped: { glyph: '–', style: 'dim' },
  'upstream-failed': { glyph: '↓', style: 'red' },
  ready: { glyph: '✔', style: 'green' },
  draining: { glyph: '■', style: 'yellow' },
  gone: { glyph: '✖', style: 'red' },
};

/** A state of a run, task run, attempt or worker: glyph and word, so that it reads without colour too. */
export function stateText(state: string, paint: Painter, allowed = false): string {
  const look = Object.hasOwn(LOOKS, state) ? LOOKS[state] : undefined;
  const word = `${look?.glyph ?? '·'} ${neutralise(state)}${allowed ? ' (allowed)' : ''}`;
  return paint(allowed ? 'yellow' : (look?.style ?? 'dim'), word);
}

/** The order in which counters of task runs are told: what needs attention first. */
export const COUNTER_ORDER = [
  'failed',
  'killed',
  'upstream-failed',
  'held',
  'running',
  'dispatched',
  'retrying',
  'queued',
  'delayed',
  'gated',
  'waiting',
  'succeeded',
  'skipped',
] as const;
