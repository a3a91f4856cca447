import { LogUnreachableError } from '../../../log-errors.js';
import type { Cluster } from '../client/cluster.js';
import { isDenied, reasonOf } from '../kafka-failure.js';

const GROUP = 0;

/**
 * Throws LogUnreachableError where this account may not use the group. The client says of that only that it finds no
 * coordinator, as of brokers that are just starting, and asks again and again.
 */
export async function refuseDeniedGroup(cluster: Cluster, group: string): Promise<void> {
  try {
    await cluster.refreshMetadata();
    const [nodeId = ''] = cluster.getNodeIds();
    const broker = await cluster.findBroker({ nodeId });
    await broker.findGroupCoordinator({ groupId: group, coordinatorType: GROUP });
  } catch (error) {
    // Whatever else it is: to join says it, or passes over it.
    if (!isDenied(error)) return;
    const reason = reasonOf(error, `Read on the group ${group}`);
    throw new LogUnreachableError(`The group of the masters cannot be joined: ${reason}`, { cause: error });
  }
}
