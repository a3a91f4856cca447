import { boundedAmount } from './amount.js';
import type { AmountBounds, AmountSchema } from './amount.js';

const TEXT = /^(\d{1,16})(B|KiB|MiB|GiB|TiB)$/;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

/**
 * A size: `512KiB`, `1MiB`, `2GiB`, or a number of bytes. Gives bytes. Bounds are written the same way and are
 * themselves allowed.
 */
export function bytes(bounds: AmountBounds = {}): AmountSchema {
  return boundedAmount({
    type: 'size',
    expected: 'must be a size such as 512KiB, 1MiB or 2GiB',
    unit: 'bytes',
    parse: bytesOf,
    bounds,
  });
}

function bytesOf(text: string): number | undefined {
  const [, digits, unit = ''] = TEXT.exec(text) ?? [];
  const factor = UNITS.get(unit);
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
