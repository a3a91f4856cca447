import type { Fault } from './fault.js';

const TEXTS: readonly string[] = ['', 'no JSON', '{}', '[1, 2]', '{"specversion":"1.0"}'];

/** What is no command stands among the commands. */
export const poison: Fault = {
  name: 'poison',
  rows: 'K5',
  strike: ({ world }, chance) => {
    const partition = chance.whole(0, world.broker.partitions.P - 1);
    world.broker.store('commands', { partition, key: null, value: chance.pick(TEXTS) });
  },
};
