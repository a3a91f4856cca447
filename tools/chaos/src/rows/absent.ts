import type { AbsentRow } from '../row.js';

const absent = (row: Omit<AbsentRow, 'kind' | 'rules'>): AbsentRow => ({ kind: 'absent', rules: [], ...row });

export const k3Transactions = absent({
  id: 'K3',
  fault: 'delays EndTxn and AddPartitionsToTxn beyond the next transaction',
  shows: 'no effect is lost or doubled',
  why: 'nothing here uses transactions of Kafka: a decision is one record, and what a master sends is made from it',
});

export const s2Versions = absent({
  id: 'S2',
  fault: 'runs two versions side by side, and goes back to the older one',
  shows: 'what the older one does not know it tolerates or refuses loudly',
  why: 'there is no earlier release; the golden histories guard what is recorded',
});

export const s3Exhaustion = absent({
  id: 'S3',
  fault: 'takes memory, file descriptors and processors away',
  shows: 'nobody takes a busy process for a dead one',
  why: 'it would need a machine of its own: others would be hit as well',
});
