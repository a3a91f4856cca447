import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { Painter } from '../output/colours.js';
import { LiveWindow, PAINT_EVERY_MS } from './live-window.js';
import { changeLine } from './render-change.js';
import { renderWindow } from './render-window.js';
import type { Change, RunView } from './run-view.js';

/** Shows a run while it goes on. */
export interface ProgressDisplay {
  readonly changed: (change: Change, at: number) => void;
  /** Tells something meanwhile. */
  readonly note: (text: string) => void;
  /** Takes away what must not stay, so that other lines can follow. */
  readonly close: () => void;
}

/** Shows nothing. */
export const NO_DISPLAY: ProgressDisplay = {
  changed: () => undefined,
  note: () => undefined,
  close: () => undefined,
};

/** One line per change, for files and pipes. */
export function lineDisplay(context: CliContext, view: RunView, paint: Painter): ProgressDisplay {
  return {
    changed: (change, at) => {
      const line = changeLine(view, change, at, paint);
      if (line !== undefined) tell(context, line);
    },
    note: (text) => {
      tell(context, text);
    },
    close: () => undefined,
  };
}

/** A window that is painted in place, for terminals. */
export function windowDisplay(context: CliContext, view: RunView, paint: Painter): ProgressDisplay {
  const { stderr, now } = context;
  const window = new LiveWindow(stderr, now);
  const offer = (): void => {
    window.offer(() => renderWindow(view, stderr, now(), paint));
  };
  // Elapsed times move on without events.
  const timer = setInterval(offer, PAINT_EVERY_MS);
  return {
    changed: offer,
    note: (text) => {
      window.clear();
      tell(context, text);
    },
    close: () => {
      clearInterval(timer);
      window.clear();
    },
  };
}

/** The display that suits stderr. */
export function displayFor(context: CliContext, view: RunView, paint: Painter): ProgressDisplay {
  const terminal = context.stderr.isTTY && context.env['TERM'] !== 'dumb';
  return terminal ? windowDisplay(context, view, paint) : lineDisplay(context, view, paint);
}
