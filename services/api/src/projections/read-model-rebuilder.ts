/** How far the read model is that is being made, by partition: all records of the log below are in it. */
export type RebuiltPositions = ReadonlyMap<number, number>;

export type RebuildState =
  | { readonly state: 'running'; readonly positions: RebuiltPositions }
  /** The last one that this process began, and none is running. */
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly detail: string };

/** Has the read model made anew from the log, one time at a time; also the injection token. */
export abstract class ReadModelRebuilder {
  /**
   * Resolves when it has begun; how it ends is for `state` to tell. Throws RebuildRunningError where somebody does it
   * already, and ReadModelUnavailableError.
   */
  abstract begin(): Promise<void>;

  /** Undefined: none was begun that is known of here. Throws ReadModelUnavailableError. */
  abstract state(): Promise<RebuildState | undefined>;

  /** One that runs is given up. */
  abstract close(): Promise<void>;
}
