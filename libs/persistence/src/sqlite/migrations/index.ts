import { ReadModel1763683200000 } from './1763683200000-read-model.js';

/** In the order in which they were made. A released migration never changes. */
export const MIGRATIONS = [ReadModel1763683200000] as const;
