import { corePlants } from './core-plants.js';
import { masterPlants } from './master-plants.js';
import type { Plant } from './plant.js';
import { readerPlants } from './reader-plants.js';
import { workerPlants } from './worker-plants.js';

/** Bugs of the kind that people make. Those of the protocol's model are among them: its names are in `breaks`. */
export const plants: readonly Plant[] = [...masterPlants, ...workerPlants, ...corePlants, ...readerPlants];
