import { doubledAppends, lateAppends, lostAnswers, stormyAppends } from './appends.js';
import { clockStep } from './clocks.js';
import type { Fault } from './fault.js';
import { freezeMaster, freezeWorker } from './freezes.js';
import { killAll, killMaster, killOwners, killWorker } from './kills.js';
import { brokersAway, cutMaster, cutWorker, slowNetwork } from './network.js';
import { poison } from './poison.js';
import { cutReader, freezeReader, killReader } from './reader.js';
import { registryAway, registryFlushed, registryRestored } from './registry.js';
import { truncation } from './truncation.js';

/** What takes from the log what it has confirmed: once, in few worlds, because little holds after it. */
export const damages: readonly Fault[] = [truncation];

/** Everything else that can go wrong in a simulation. */
export const faults: readonly Fault[] = [
  killMaster,
  killWorker,
  killOwners,
  killAll,
  freezeMaster,
  freezeWorker,
  cutMaster,
  cutWorker,
  brokersAway,
  slowNetwork,
  lostAnswers,
  lateAppends,
  doubledAppends,
  stormyAppends,
  clockStep,
  poison,
  registryAway,
  registryFlushed,
  registryRestored,
  killReader,
  freezeReader,
  cutReader,
];
