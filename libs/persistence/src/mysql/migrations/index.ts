import { ReadModel1764374400000 } from './1764374400000-read-model.js';
import { Catalogue1764460800000 } from './1764460800000-catalogue.js';
import { ProjectionGate1764547200000 } from './1764547200000-projection-gate.js';

/** In the order in which they were made. A released migration never changes. */
export const MIGRATIONS = [
  ReadModel1764374400000,
  Catalogue1764460800000,
  ProjectionGate1764547200000,
] as const;
