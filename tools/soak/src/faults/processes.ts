import { seconds } from '@millrace/chaos';
import type { ServiceHandle } from '@millrace/e2e';
import { outage } from '@millrace/e2e';
import type { Fault, Strike } from './fault.js';

/** The session of a master is 10 s, lease and grace of a worker are 20 s. */
const MASTER_STILL_MS = 16_000;
const WORKER_STILL_MS = 26_000;
const MOST_DOWN_MS = 8000;

type Choice = (strike: Strike) => ServiceHandle;

const oneOf = (list: readonly ServiceHandle[], random: () => number): ServiceHandle => {
  const found = list[Math.floor(random() * list.length)];
  if (!found) throw new Error('There is no process to harm.');
  return found;
};

const owner: Choice = ({ soak }) => soak.world.biggestOwner();
const worker: Choice = ({ soak, random }) => oneOf(soak.world.cluster.workers, random);
const api: Choice = ({ soak }) => soak.world.cluster.api;
const logger: Choice = ({ soak }) => soak.world.cluster.logger;

function killing(name: string, choose: Choice): Fault {
  return {
    name,
    seconds: 15,
    strike: async (strike) => {
      const victim = choose(strike);
      const ms = strike.random() * MOST_DOWN_MS;
      await victim.kill();
      await outage(ms);
      await victim.start();
      return `kill -9 of ${victim.name}, started again after ${seconds(ms)}`;
    },
  };
}

function stopping(name: string, choose: Choice, stillMs: number): Fault {
  return {
    name,
    seconds: stillMs / 1000 + 5,
    strike: async (strike) => {
      const victim = choose(strike);
      const ms = stillMs + strike.random() * 4000;
      victim.pause();
      await outage(ms);
      victim.continue();
      return `SIGSTOP of ${victim.name} for ${seconds(ms)}`;
    },
  };
}

export const killMaster = killing('kill-master', owner);
export const killWorker = killing('kill-worker', worker);
export const killApi = killing('kill-api', api);
export const killLogger = killing('kill-logger', logger);
export const stopMaster = stopping('stop-master', owner, MASTER_STILL_MS);
export const stopWorker = stopping('stop-worker', worker, WORKER_STILL_MS);
