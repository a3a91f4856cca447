import { register } from '../register.js';
import { a1KilledApi } from './a1-killed-api.js';
import { a2DeafApi, a2Deadline } from './a2-deaf-api.js';
import { k3Transactions } from './absent.js';
import { d1BadDatabase } from './d1-bad-database.js';
import { k1LostBrokers } from './k1-lost-brokers.js';
import { k1StoppedBroker } from './k1-stopped-broker.js';
import { k2LostAnswers } from './k2-lost-answers.js';
import { k4SaidAgain } from './k4-said-again.js';
import { k6TooLarge } from './k6-too-large.js';
import { l1KilledLogger } from './l1-killed-logger.js';
import { l2FullLogger } from './l2-full-logger.js';
import { m1CrashPoints } from './m1-crash-points.js';
import { m1KilledOwners } from './m1-killed-owners.js';
import { m3OwnersInRow } from './m3-owners-in-row.js';
import { m4JoinLeave } from './m4-join-leave.js';
import { m5SteppingClock, m5WrongClock } from './m5-wrong-clock.js';
import { s1AllAtOnce } from './s1-all-at-once.js';
import { s3Descriptors, s3Memory, s3Processors } from './s3-exhaustion.js';
import * as suites from './suites.js';
import { w1CrashPoints } from './w1-crash-points.js';
import { w3CutWorker } from './w3-cut-worker.js';
import { w4SameDispatch } from './w4-same-dispatch.js';
import { w6FullDisk } from './w6-full-disk.js';
import { w8KilledDraining } from './w8-killed-draining.js';

/** All rows, in the order of the fault matrix. */
export const rows = register(
  m1CrashPoints,
  suites.m1KillOwner,
  m1KilledOwners,
  suites.m2Zombie,
  m3OwnersInRow,
  m4JoinLeave,
  m5SteppingClock,
  m5WrongClock,
  suites.w1Workers,
  w1CrashPoints,
  w3CutWorker,
  w4SameDispatch,
  w6FullDisk,
  suites.w7HostileScripts,
  w8KilledDraining,
  a1KilledApi,
  a2DeafApi,
  a2Deadline,
  suites.a3BadMessages,
  l1KilledLogger,
  l2FullLogger,
  suites.k1Broker,
  k1StoppedBroker,
  k1LostBrokers,
  k2LostAnswers,
  k3Transactions,
  k4SaidAgain,
  suites.k5Poison,
  k6TooLarge,
  suites.k7Truncated,
  suites.d1Outages,
  d1BadDatabase,
  suites.d2ReadModel,
  suites.e1Standalone,
  s1AllAtOnce,
  suites.s1KillInTurn,
  suites.s2NewerRelease,
  s3Processors,
  s3Descriptors,
  s3Memory,
);
