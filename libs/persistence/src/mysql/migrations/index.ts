import { ReadModel1764374400000 } from './1764374400000-read-model.js';

/** In the order in which they were made. A released migration never changes. */
export const MIGRATIONS = [ReadModel1764374400000] as const;
