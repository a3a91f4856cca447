export { Standalone } from './standalone.js';
export { readOptions, standaloneOptions } from './options.js';
export type { StandaloneOptions } from './options.js';
