export type { Plant } from './changes/plant.js';
export { plants } from './changes/plants.js';
export type { Fault } from './faults/fault.js';
export { damages, faults } from './faults/index.js';
export type { Mutant } from './mutants/mutant.js';
export { mutated } from './mutants/mutant.js';
