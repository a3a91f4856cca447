import { seconds } from '@millrace/chaos';
import { outage } from '@millrace/e2e';
import type { Fault } from './fault.js';

const MASTER_CUT_MS = 15_000;
const WORKER_CUT_MS = 25_000;
const DATABASE_AWAY_MS = 5000;

function cutting(name: string, victim: string, cutMs: number): Fault {
  return {
    name,
    seconds: cutMs / 1000 + 5,
    strike: async ({ soak, random }) => {
      const ways = soak.ways.get(victim);
      if (!ways) throw new Error(`${victim} has no ways of its own.`);
      const ms = cutMs + random() * 3000;
      await ways.hold();
      await outage(ms);
      await ways.heal();
      return `${victim} cut off from Kafka and Redis for ${seconds(ms)}`;
    },
  };
}

export const cutMaster = cutting('cut-master', 'master-2', MASTER_CUT_MS);
export const cutWorker = cutting('cut-worker', 'worker-2', WORKER_CUT_MS);

export const databaseAway: Fault = {
  name: 'database-away',
  seconds: 10,
  strike: async ({ soak, random }) => {
    const ms = DATABASE_AWAY_MS + random() * 5000;
    await soak.database.close();
    await outage(ms);
    await soak.database.open();
    return `the database refuses connections for ${seconds(ms)}`;
  },
};
