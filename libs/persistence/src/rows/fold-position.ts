/** Where the read model stands in one partition of `workflow-events`; changes in one transaction with the rows (L7). */
export interface FoldPosition {
  readonly partition: number;
  readonly logId: string;
  readonly epoch: number;
  readonly nonce: string;
  readonly seq: number;
  /** Offset of the record that comes next. */
  readonly next: number;
  /** Offset in topic `commands` that follows the last command whose record was seen (L55); 0: none was. */
  readonly commands: number;
}
