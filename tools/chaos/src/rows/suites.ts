import type { SuiteRow } from '../row.js';

/** Faults that suites do already: here they have an id, and run with a seed of one's own. */
const suite = (row: Omit<SuiteRow, 'kind' | 'project'> & Partial<Pick<SuiteRow, 'project'>>): SuiteRow => ({
  kind: 'suite',
  project: 'e2e',
  ...row,
});

export const m1KillOwner = suite({
  id: 'M1-kill',
  fault: 'kills the owner of partitions with 500 active runs at a moment that the seed gives',
  shows: 'another one goes on, and every run ends once',
  rules: ['I1', 'I2', 'I3', 'I4', 'I6', 'I14'],
  seconds: 60,
  file: 'masters.e2e',
  tests: 'kill -9 of an owner',
});

export const m2Zombie = suite({
  id: 'M2',
  fault: 'stops the process of an owner (SIGSTOP) for longer than its session, then lets it go on',
  shows: 'what it still writes is void, nothing runs twice, and it is one of the masters again',
  rules: ['I1', 'I2', 'I3', 'I11'],
  seconds: 70,
  file: 'masters.e2e',
  tests: 'SIGSTOP of an owner',
});

export const w1Workers = suite({
  id: 'W1-W2',
  fault: 'kills a worker with running scripts, stops another one (SIGSTOP) for longer than its lease',
  shows: 'their scripts end, and what they had is tried again, held or failed, as its workflow says',
  rules: ['I2', 'I3', 'I10', 'I11', 'I12'],
  seconds: 80,
  file: 'workers.e2e',
});

export const w7HostileScripts = suite({
  id: 'W7',
  fault: 'scripts that ignore TERM, leave their session, close their output or write without end',
  shows: 'limits hold, and nothing of them is left',
  rules: ['I12', 'I13', 'I9'],
  seconds: 60,
  project: 'int',
  file: 'libs/tasks/src/process',
});

export const a3BadMessages = suite({
  id: 'A3',
  fault: 'sends the API what is broken, too large or not known',
  shows: 'it is refused with what to do, and nothing is stored',
  rules: ['I17'],
  seconds: 60,
  file: 'bad-input.e2e',
});

export const k1Broker = suite({
  id: 'K1',
  fault: 'kills the broker under load, and starts it again after 10 s',
  shows: 'no process ends, nobody is declared lost, and runs go on by themselves',
  rules: ['I1', 'I8', 'I14'],
  seconds: 90,
  file: 'broker.e2e',
});

export const k5Poison = suite({
  id: 'K5',
  fault: 'puts broken, unknown and misplaced records on the topics',
  shows: 'each becomes one dead letter, and its partition goes on',
  rules: ['I17'],
  seconds: 60,
  file: 'bad-messages.e2e',
});

export const k7Truncated = suite({
  id: 'K7',
  fault: 'takes records off the beginning and the end of partitions',
  shows: 'readers say what is gone, and those beyond the end stop',
  rules: ['I1', 'I8'],
  seconds: 60,
  project: 'int',
  file: 'adapters/kafka/kafka-event-log',
});

export const d1Outages = suite({
  id: 'D1-R1',
  fault: 'empties Redis, cuts it off, puts an old backup back; cuts the database off',
  shows: 'runs go on, reads say what they cannot see, the read model catches up, and nobody is declared lost',
  rules: ['I3', 'I8', 'I11', 'I14'],
  seconds: 110,
  file: 'outages.e2e',
});

export const d2ReadModel = suite({
  id: 'D2',
  fault: 'drops tables, lets two projectors write at once, kills connections amid batches, makes deadlocks',
  shows: 'one wins, and what is made anew equals what was there',
  rules: ['I8'],
  seconds: 60,
  project: 'int',
  file: 'libs/persistence/src/mysql',
});

export const e1Standalone = suite({
  id: 'E1',
  fault: 'kills standalone again and again, and at every point of a step',
  shows: 'nothing is lost and nothing is doubled',
  rules: ['I1', 'I9', 'I15'],
  seconds: 120,
  file: 'kill-and-resume.e2e',
  tests: 'kill -9 at any moment',
});

export const s1KillInTurn = suite({
  id: 'S1-turns',
  fault: 'kills all masters, the worker, everything, in turn',
  shows: 'nothing is lost and nothing is doubled',
  rules: ['I1', 'I2', 'I3', 'I4', 'I6', 'I14'],
  seconds: 120,
  file: 'kill-and-resume.e2e',
  tests: 'kill -9 of all masters',
});

export const s2NewerRelease = suite({
  id: 'S2',
  fault: 'goes back to a release that does not know what a newer one has recorded',
  shows: 'it stops that partition with what to do, also after a take-over, and the others go on',
  rules: ['I20'],
  seconds: 40,
  file: 'bad-messages.e2e',
  tests: 'a record of a newer release',
});
