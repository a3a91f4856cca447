/** Tells the workers of a group to end an attempt, or to say again what became of it. */
export interface TaskControl {
  readonly group: string;
  readonly worker: string;
  readonly incarnation: string;
  readonly partition: number;
  /** Offset of the dispatch event: an attempt that was never seen is forgotten when the floor passes it. */
  readonly offset: number;
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
  readonly action: 'kill';
  readonly cause: string;
}
