import { MemoryEventLog } from '../src/index.js';
import { countingClock } from './counting-clock.js';
import type { EventLogHarness } from './event-log-harness.js';
import { losingAcks } from './event-log-harness.js';

export async function openMemoryHarness(): Promise<EventLogHarness> {
  const log = new MemoryEventLog({ partitions: { P: 4, L: 2 }, clock: countingClock() });
  const lost = new Set<number>();
  losingAcks(log, lost);
  return {
    log,
    close: () => log.close(),
    faults: {
      loseNextAck: (partition) => lost.add(partition),
      appendLate: async (partition, texts) => {
        await log.append(
          'workflow-events',
          texts.map((value) => ({ partition, key: String(partition), value })),
        );
      },
      truncate: async (topic, partition, offset) => log.truncate(topic, partition, offset),
    },
  };
}
