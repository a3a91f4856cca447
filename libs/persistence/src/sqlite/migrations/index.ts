import { ReadModel1763683200000 } from './1763683200000-read-model.js';
import { Rejections1763856000000 } from './1763856000000-rejections.js';

/** In the order in which they were made. A released migration never changes. */
export const MIGRATIONS = [ReadModel1763683200000, Rejections1763856000000] as const;
