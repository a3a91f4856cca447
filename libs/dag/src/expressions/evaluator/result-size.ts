import type { Value } from '../value.js';
import { isList, isMap } from '../value-kind.js';
import { checkedItems, MAX_TEXT } from './frame.js';
import { ValueError } from '../value-error.js';

interface Size {
  items: number;
  characters: number;
}

function measure(value: Value, size: Size): void {
  if (typeof value === 'string') size.characters += value.length;
  if (size.characters > MAX_TEXT) {
    throw new ValueError('TOO_EXPENSIVE', `The result holds more than ${MAX_TEXT} characters.`);
  }
  if (value === null || typeof value !== 'object') return;
  if (isList(value)) measureItems(value, size);
  else if (isMap(value)) {
    measureItems([...value.keys()], size);
    measureItems([...value.values()], size);
  }
}

function measureItems(items: readonly Value[], size: Size): void {
  size.items += items.length;
  checkedItems(size.items);
  for (const item of items) measure(item, size);
}

/**
 * Gives the value back unless it would be huge when written out. An expression can put the same list into itself
 * again and again, which costs nothing until someone formats it.
 */
export function checkedSize(value: Value): Value {
  if (typeof value === 'string' || (typeof value === 'object' && value !== null)) {
    measure(value, { items: 0, characters: 0 });
  }
  return value;
}
