import type { Cause, Outcome, Reply } from '@millrace/events';
import { formatPosition } from '@millrace/events';

export interface OutcomePlace {
  readonly logId: string;
  readonly partition: number;
  readonly offset: number;
}

/** The reply that a recorded outcome stands for; undefined for inputs that nobody waits for. */
export function replyOf(
  cause: Cause,
  outcome: Outcome | null,
  place: OutcomePlace,
  duplicate: boolean,
): Reply | undefined {
  if (!outcome || cause.source === undefined || cause.id === undefined) return undefined;
  const head = {
    source: cause.source,
    id: cause.id,
    duplicate,
    position: formatPosition({ kind: 'record', ...place }),
  };
  if (outcome.accepted)
    return { ...head, accepted: true, ...(outcome.ref === undefined ? {} : { run: outcome.ref }) };
  const { code, message, details } = outcome;
  return { ...head, accepted: false, code, message, ...(details ? { details } : {}) };
}
