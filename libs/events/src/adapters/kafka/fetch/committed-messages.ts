import type { FetchedMessage, FetchedPartition } from '../client/cluster.js';

/**
 * The records that count of what a broker sent from `from` on: those of transactions that were given up are left out,
 * and so are the broker's own marks. kafkajs has this, too, but lets records pass when two transactions that were given
 * up overlap.
 */
export function committedMessages(fetched: FetchedPartition, from: number): readonly FetchedMessage[] {
  const coming = [...(fetched.abortedTransactions ?? [])].sort(
    (a, b) => Number(a.firstOffset) - Number(b.firstOffset),
  );
  const givenUp = new Set<string>();
  return fetched.messages.filter((message) => {
    const offset = Number(message.offset);
    while (coming[0] && Number(coming[0].firstOffset) <= offset)
      givenUp.add(coming.shift()?.producerId ?? '');
    const { producerId, inTransaction } = message.batchContext;
    if (message.isControlRecord) givenUp.delete(producerId);
    else if (!(inTransaction && givenUp.has(producerId))) return offset >= from;
    return false;
  });
}
