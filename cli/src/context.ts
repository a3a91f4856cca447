/** A stream that people or programs read. */
export interface Output {
  readonly isTTY: boolean;
  /** Width and height in characters; 80 × 24 where it is not a terminal. */
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => void;
  /** Why something could not be written, as the system says it; undefined when nothing was lost. */
  readonly failure: () => Error | undefined;
  /** Resolves when the reader has room for more. */
  readonly drained: () => Promise<void>;
}

/** Where the signals that ask the command to end arrive (SIGINT, SIGTERM, SIGHUP). */
export interface Interrupts {
  /** Calls the handler for each further signal instead of ending the process; gives the way to take it back. */
  readonly take: (handler: () => void) => () => void;
}

/** All that a command knows of the world; specs pass their own. */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly readStdin: () => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly interrupts: Interrupts;
  /** Aborted when nobody reads stdout any more. */
  readonly readerGone: AbortSignal;
  /** Path of the program that runs the whole engine in one process. */
  readonly enginePath: string;
  /** Path of the program that runs one service of a cluster. */
  readonly clusterPath: string;
  /** Path of the program that checks a log. */
  readonly checkerPath: string;
}

/** A line of talk on stderr. */
export function tell(context: CliContext, text: string): void {
  context.stderr.write(`${text}\n`);
}
