import type { Chance } from '../chance.js';
import type { Cluster } from '../world/cluster.js';
import type { Role } from '../world/role.js';
import type { Fault } from './fault.js';
import { freezeAndThaw } from './freezes.js';
import { killAndStart } from './kills.js';
import { cutAndHeal } from './network.js';

type Harm = (cluster: Cluster, role: Role, chance: Chance) => void;

const toReader = (name: string, rows: string, harm: Harm): Fault => ({
  name,
  rows,
  needs: 'reader',
  strike: (cluster, chance) => {
    if (cluster.reader) harm(cluster, cluster.reader, chance);
  },
});

export const killReader = toReader('kill-reader', 'D2', killAndStart);
export const freezeReader = toReader('freeze-reader', 'D2', freezeAndThaw);
export const cutReader = toReader('cut-reader', 'D2 K1', cutAndHeal);
