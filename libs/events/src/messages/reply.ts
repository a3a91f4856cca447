/** A reply as it stands in the topic: a CloudEvent 1.0 in structured form. */
export interface ReplyMessage {
  readonly specversion: '1.0';
  /** The position of the outcome: a reply that is sent again has the same. */
  readonly id: string;
  readonly source: 'millrace';
  readonly type: 'CommandAccepted' | 'CommandRejected';
  /** Id of the run that was started, or that the command was for. */
  readonly subject?: string;
  /** Id of the command that is answered. */
  readonly correlationid: string;
  readonly data: Reply;
}

/** The outcome of a command, for whoever sent it. */
export interface Reply {
  readonly source: string;
  readonly id: string;
  readonly accepted: boolean;
  /** The command had been answered before: this is the first answer again. */
  readonly duplicate: boolean;
  /** Of the run that was started, or that the command was for. */
  readonly run?: string;
  readonly code?: string;
  readonly message?: string;
  readonly details?: readonly { readonly code: string; readonly message: string; readonly param?: string }[];
  /** Where the outcome stands: `logId:partition:offset` (L55). */
  readonly position: string;
}
