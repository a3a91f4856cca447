import type { AbsentRow } from '../row.js';

const absent = (row: Omit<AbsentRow, 'kind' | 'rules'>): AbsentRow => ({ kind: 'absent', rules: [], ...row });

export const k3Transactions = absent({
  id: 'K3',
  fault: 'delays EndTxn and AddPartitionsToTxn beyond the next transaction',
  shows: 'no effect is lost or doubled',
  why: 'nothing here uses transactions of Kafka: a decision is one record, and what a master sends is made from it',
});
