import type { Readable } from 'node:stream';

/** Takes bytes; when it returns a promise, nothing more is read until it is settled. */
export type ByteSink = (bytes: Uint8Array) => Promise<void> | undefined;

/** Carries one output of a process to the log, never reading faster than the log takes. */
export interface LogPump {
  /** Resolves when the output has ended or was stopped; rejects with the error of the sink. */
  readonly done: Promise<void>;
  /** True while the sink holds it back. */
  readonly heldBack: () => boolean;
  /** Bytes given to the sink so far. */
  readonly carried: () => number;
  /** Gives up what has not been read yet. */
  readonly stop: () => void;
}

export function startLogPump(source: Readable, sink: ByteSink): LogPump {
  let heldBack = false;
  let carried = 0;
  let sinkFailed = false;
  const give = async (wait: Promise<void>): Promise<void> => {
    heldBack = true;
    try {
      await wait;
    } finally {
      heldBack = false;
    }
  };
  const carry = async (): Promise<void> => {
    for await (const bytes of source) {
      if (!(bytes instanceof Uint8Array)) continue;
      carried += bytes.byteLength;
      try {
        const wait = sink(bytes);
        if (wait !== undefined) await give(wait);
      } catch (error) {
        sinkFailed = true;
        throw error;
      }
    }
  };
  return {
    done: carry().catch((error: unknown) => {
      // A pipe that breaks or is stopped amid reading is an output that has ended.
      if (sinkFailed) throw error;
    }),
    heldBack: () => heldBack,
    carried: () => carried,
    stop: () => void source.destroy(),
  };
}
