import type { RunEnd } from './model/run-model.js';

/** What a check has seen. */
export interface Counts {
  partitions: number;
  /** Records of the log: creations, claims and decisions, also those that the fold ignored. */
  records: number;
  claims: number;
  /** Records of masters that no longer owned their partition. */
  ignored: number;
  /** Commands that were decided, and how many of them were rejected. */
  commands: number;
  rejections: number;
  events: number;
  runs: number;
  readonly ended: Record<RunEnd, number>;
  /** Runs that have not ended. */
  open: number;
  tasks: number;
  attempts: number;
  /** Lines of the journal, and those of them that could not be read. */
  journalLines: number;
  journalUnreadable: number;
  /** The same of answers. */
  answerLines: number;
  answersUnreadable: number;
}

export function noCounts(): Counts {
  return {
    partitions: 0,
    records: 0,
    claims: 0,
    ignored: 0,
    commands: 0,
    rejections: 0,
    events: 0,
    runs: 0,
    ended: { succeeded: 0, failed: 0, stopped: 0 },
    open: 0,
    tasks: 0,
    attempts: 0,
    journalLines: 0,
    journalUnreadable: 0,
    answerLines: 0,
    answersUnreadable: 0,
  };
}
