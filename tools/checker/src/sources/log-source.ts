import type { DefinitionResolver } from '@millrace/dag';
import type { Beside } from '../beside/beside.js';

/** A record of `workflow-events` as it stands in the log, before anything judged it. */
export interface RawRecord {
  readonly partition: number;
  readonly offset: number;
  readonly text: string;
}

/** Where a check reads from. Records of one partition come in the order of their offsets; partitions may mix. */
export interface LogSource {
  /** The graph of a definition that a run has pinned. */
  readonly graph: DefinitionResolver;
  readonly records: () => Iterable<RawRecord> | AsyncIterable<RawRecord>;
  readonly close: () => void | Promise<void>;
}

/** A log, and what was found beside it. */
export interface OpenedLog {
  readonly source: LogSource;
  readonly beside: Beside;
}
