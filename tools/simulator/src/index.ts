export { simulate } from './simulate.js';
export type { Simulated, SimulationInit } from './simulate.js';
