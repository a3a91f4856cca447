import { resolve } from 'node:path';

/** Root of the repository: this file stands three folders below it, as source and as built. */
export const REPOSITORY = resolve(import.meta.dirname, '../../..');
