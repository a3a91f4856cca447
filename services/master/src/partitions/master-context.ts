import type { Catalogue, EventLog } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import type { Assignment, Dispatcher } from '../dispatch/dispatcher.js';
import type { EffectRouter } from '../dispatch/effect-router.js';
import type { TraceRun } from '../master-options.js';
import type { CommandHold } from '../supervision/command-hold.js';
import type { DueTimers } from '../timers/due-timers.js';
import type { StateHashes } from './state-hashes.js';

/** What the partitions of one master share. */
export interface MasterContext {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly dispatcher: Dispatcher;
  readonly timers: DueTimers;
  readonly effects: EffectRouter;
  readonly commandHold: CommandHold;
  /** Name of this process, shown in its claims. */
  readonly owner: string;
  /** 128 random bits as text. */
  readonly newNonce: () => string;
  /** A number from 0 to below 1, by chance. */
  readonly chance: () => number;
  /** Resolves when this process is known to be among the masters (L17). */
  readonly confirm: () => Promise<void>;
  /** Called when a partition cannot go on: the process must end, loudly. */
  readonly onFatal: (partition: number, error: unknown) => void;
  /** Told when the first and the last record of a run are verified. */
  readonly traceRun: TraceRun | undefined;
  readonly stateHashes: StateHashes;
  /** Short text that tells two texts apart. */
  readonly hash: (text: string) => string;
  /** Hands an assignment to the partition that its run lives in. */
  readonly assign: (assignment: Assignment) => void;
}
