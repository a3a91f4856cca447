import type { CommandMessage } from '@millrace/events';
import { makeRunId, partitionOfKey } from '@millrace/events';

/** A command that names its run. */
export type NamedCommand = CommandMessage & { readonly subject: string };

/**
 * A start may come without the id of a run, as from other systems: it gets the one that its sender, its own id and its
 * time give, the same wherever and however often it arrives, and with it its home partition (design §4.6). Undefined
 * for another command that names no run.
 */
export function withRun(
  message: CommandMessage,
  partitions: number,
  hash: (text: string) => string,
): NamedCommand | undefined {
  const { subject, source, id, type, time, data } = message;
  if (subject !== undefined) return { ...message, subject };
  if (type !== 'StartRun') return undefined;
  if (typeof data.run === 'string') return { ...message, subject: data.run };
  const name = `${source}\n${id}`;
  const bytes = new TextEncoder().encode(hash(`run of ${name}`));
  const run = makeRunId(Date.parse(time), partitionOfKey(name, partitions), eightOf(bytes));
  return { ...message, subject: run, data: { ...data, run } };
}

/** All bytes have a part in the eight, so that the text may be in any alphabet. */
function eightOf(bytes: Uint8Array): Uint8Array {
  const eight = new Uint8Array(8);
  bytes.forEach((byte, index) => {
    const at = index % 8;
    eight[at] = (Math.imul(eight[at] ?? 0, 31) + byte) & 0xff;
  });
  return eight;
}
