import type { MasterContext } from './master-context.js';
import type { OpenOutcome } from './partition-memory.js';
import { UNREADABLE } from './command-intake.js';

/** Writes the dead letter of an unreadable command again: the last owner may have died before it was stored (L22). */
export async function buryAgain(
  { offset: recorded, cause, outcome, input }: OpenOutcome,
  partition: number,
  context: MasterContext,
): Promise<void> {
  if (cause.type !== UNREADABLE || outcome.accepted || input?.topic !== 'commands') return;
  const { records } = await context.log.read('commands', partition, input.offset, 1);
  const [record] = records;
  if (!record) return;
  const { code, message } = outcome;
  const { offset, key, value } = record;
  context.effects.deadLetter(
    {
      topic: 'commands',
      partition,
      offset,
      key,
      value,
      code,
      message,
      at: context.clock.now(),
    },
    { partition, offset: recorded },
  );
}
