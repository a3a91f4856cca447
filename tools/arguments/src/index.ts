export { endWith } from './end-with.js';
export { numberAbove, numberFrom, wholeFrom } from './numbers.js';
export { readOptions } from './read-options.js';
export { UsageError } from './usage-error.js';
