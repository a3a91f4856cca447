import type { EventLog, TopicName } from '../src/index.js';
import { UnknownOutcomeError } from '../src/index.js';

/** What a log can do to those who use it. Kafka does all of it. */
export interface LogFaults {
  /** The next send of a writer to this partition is stored, and its promise rejects with UnknownOutcomeError. */
  loseNextAck(partition: number): void;
  /** Texts arrive in `workflow-events` now, whoever owns it: a zombie's, or a copy that was under way for long. */
  appendLate(partition: number, texts: readonly string[]): Promise<void>;
  /** Everything from this offset on is gone, and the log does not know it. May put another object into `log`. */
  truncate(topic: TopicName, partition: number, offset: number): Promise<void>;
}

/** A log under test. Every `open` of a harness gives an empty one. */
export interface EventLogHarness {
  /** The log as it is now: ask again after `reopen` and `truncate`. */
  readonly log: EventLog;
  /** Where a log outlives its process: closes it and opens it again. */
  reopen?(): Promise<void>;
  close(): Promise<void>;
  readonly faults: LogFaults;
}

export type OpenHarness = () => Promise<EventLogHarness>;

/** Makes the writers of a log lose acknowledgements on demand: the send is stored, its answer is not heard. */
export function losingAcks(log: EventLog, lost: Set<number>): EventLog {
  const open = log.openWriter.bind(log);
  log.openWriter = (partition) => {
    const writer = open(partition);
    return {
      append: async (texts, fence, claim) => {
        const base = await writer.append(texts, fence, claim);
        if (lost.delete(partition)) throw new UnknownOutcomeError('The answer of the log was lost.');
        return base;
      },
      close: () => writer.close(),
    };
  };
  return log;
}
