import type { Fault } from './fault.js';

const MOST_LOST = 30;

/** The last records of a partition are gone, though they were confirmed: a broker that had not got them leads it now. */
export const truncation: Fault = {
  name: 'truncation',
  rows: 'K7',
  strike: ({ world }, chance) => {
    const partition = chance.whole(0, world.broker.partitions.P - 1);
    const { start, end } = world.broker.bounds('workflow-events', partition);
    // The record that a log begins with stays.
    const to = Math.max(start + 1, end - chance.whole(1, MOST_LOST));
    world.damaged = partition;
    world.broker.truncate('workflow-events', partition, to);
  },
};
