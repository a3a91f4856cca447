import { seconds } from '@millrace/chaos';
import { emptyRedis, outage } from '@millrace/e2e';
import type { OwnParts, SoakWorld } from '../soak-world.js';
import type { Fault } from './fault.js';

const BROKER_STILL_MS = 5000;
const REDIS_DOWN_MS = 2000;

function ownOf({ own }: SoakWorld): OwnParts {
  if (!own) throw new Error('The cluster shares its parts with others.');
  return own;
}

export const stopBroker: Fault = {
  name: 'stop-broker',
  seconds: 15,
  stopsPart: true,
  strike: async ({ soak, random }) => {
    const { kafka } = ownOf(soak);
    const ms = BROKER_STILL_MS + random() * 8000;
    kafka.pause();
    await outage(ms);
    kafka.continue();
    return `SIGSTOP of the broker for ${seconds(ms)}`;
  },
};

export const emptiedRedis: Fault = {
  name: 'emptied-redis',
  seconds: 15,
  stopsPart: true,
  strike: async ({ soak, random }) => {
    const { redis } = ownOf(soak);
    const ms = REDIS_DOWN_MS + random() * 4000;
    await redis.kill();
    await outage(ms);
    await redis.restart();
    await emptyRedis(redis.endpoint);
    return `kill -9 of Redis, started again after ${seconds(ms)}, and all keys removed`;
  },
};
