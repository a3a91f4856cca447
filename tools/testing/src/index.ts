export { describeWithFixtures, fixturesDir } from './fixtures.js';
export type { Dialogue, Step } from './proxy/dialogue.js';
export { TcpProxy } from './proxy/tcp-proxy.js';
export type { Toxic, Way } from './proxy/toxic.js';
export { describeUnless, describeWithStack } from './stack.js';
export { changeProofRecord, readProofRecord, today } from './proof-record.js';
export type {
  MutantRecord,
  PlantRecord,
  ProofRecord,
  RowRecord,
  SimulationRecord,
  SoakRecord,
} from './proof-record.js';
