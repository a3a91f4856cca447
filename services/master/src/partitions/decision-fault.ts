import type { FailRunReason } from '@millrace/dag';
import type { Outcome } from '@millrace/events';

/** Why a decision cannot be kept: it threw, or its record is larger than the log takes (L43, L45). */
export type FaultCode = 'INTERNAL' | 'TOO_LARGE';

/**
 * A decision that cannot be kept. What it made of the state is thrown away, the partition is restored from the log, and
 * when its input comes again it is recorded as rejected and its run fails.
 */
export class DecisionFault extends Error {
  /** `input`: names what was decided, the same each time. */
  constructor(
    readonly input: string,
    readonly code: FaultCode,
    reason: unknown,
  ) {
    super(`The decision on ${input} cannot be kept: ${String(reason)}`);
  }
}

export const OUTCOME_OF: Readonly<Record<FaultCode, Outcome>> = {
  INTERNAL: {
    accepted: false,
    code: 'INTERNAL',
    message: 'The decision failed inside the master; see its log.',
  },
  TOO_LARGE: {
    accepted: false,
    code: 'TOO_LARGE',
    message: 'The decision would need a larger record than the log takes.',
  },
};

export const REASON_OF: Readonly<Record<FaultCode, FailRunReason>> = {
  INTERNAL: 'internal',
  TOO_LARGE: 'too-large',
};
