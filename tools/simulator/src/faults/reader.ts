import type { Fault } from './fault.js';
import { freezeAndThaw } from './freezes.js';
import { killAndStart } from './kills.js';
import { cutAndHeal } from './network.js';

export const killReader: Fault = {
  name: 'kill-reader',
  rows: 'D2',
  needs: 'reader',
  strike: (cluster, chance) => {
    if (cluster.reader) killAndStart(cluster, cluster.reader, chance);
  },
};

export const freezeReader: Fault = {
  name: 'freeze-reader',
  rows: 'D2',
  needs: 'reader',
  strike: (cluster, chance) => {
    if (cluster.reader) freezeAndThaw(cluster, cluster.reader, chance);
  },
};

export const cutReader: Fault = {
  name: 'cut-reader',
  rows: 'D2 K1',
  needs: 'reader',
  strike: (cluster, chance) => {
    if (cluster.reader) cutAndHeal(cluster, cluster.reader, chance);
  },
};
