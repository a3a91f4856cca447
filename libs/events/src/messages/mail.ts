/** A message between owners of partitions, dense per (from, to) (L46). */
export interface Mail {
  readonly from: number;
  readonly to: number;
  /** Absent in an acknowledgement. */
  readonly mseq?: number;
  /** Text of the command that is forwarded. */
  readonly command?: string;
  /** Cumulative acknowledgement of mail in the other direction. */
  readonly upTo?: number;
}
