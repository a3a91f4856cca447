import { parseDuration } from '@millrace/dag';
import { boundedAmount } from './amount.js';
import type { AmountBounds, AmountSchema } from './amount.js';

/**
 * A time span: `300ms`, `10s`, `5m`, `1h`, `7d`, a sum such as `1h30m`, or a number of milliseconds. Gives milliseconds.
 * Bounds are written the same way and are themselves allowed.
 */
export function duration(bounds: AmountBounds = {}): AmountSchema {
  return boundedAmount({
    type: 'duration',
    expected: 'must be a duration such as 300ms, 10s, 5m, 1h or 7d',
    unit: 'milliseconds',
    parse: millisecondsOf,
    bounds,
  });
}

function millisecondsOf(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}
