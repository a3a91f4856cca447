import { cutMaster, cutWorker, databaseAway } from './connections.js';
import type { Fault } from './fault.js';
import { emptiedRedis, stopBroker } from './parts.js';
import { killApi, killLogger, killMaster, killWorker, stopMaster, stopWorker } from './processes.js';

/** All that a soak may do. */
export const faults: readonly Fault[] = [
  killMaster,
  killWorker,
  killApi,
  killLogger,
  stopMaster,
  stopWorker,
  cutMaster,
  cutWorker,
  databaseAway,
  emptiedRedis,
  stopBroker,
];
