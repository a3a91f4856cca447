import type { DeadLetter } from '@millrace/events';
import type { MasterContext } from './master-context.js';
import type { OpenOutcome } from './partition-memory.js';
import { UNREADABLE } from './command-intake.js';

/** Writes the dead letter of an unreadable command again: the last owner may have died before it was stored (L22). */
export function buryAgain(
  { offset: recorded, cause, outcome, input }: OpenOutcome,
  partition: number,
  { log, clock, effects }: MasterContext,
): void {
  if (cause.type !== UNREADABLE || outcome.accepted || input?.topic !== 'commands') return;
  const write = async (): Promise<DeadLetter | undefined> => {
    const { records } = await log.read('commands', partition, input.offset, 1);
    const [record] = records;
    if (!record) return undefined;
    const { code, message } = outcome;
    const { offset, key, value } = record;
    return { topic: 'commands', partition, offset, key, value, code, message, at: clock.now() };
  };
  effects.deadLetterLater(write, { partition, offset: recorded });
}
