/** What the engine says on its stdout once it serves. */
export interface ReadyLine {
  readonly ready: true;
  readonly url?: string;
  readonly socket?: string;
  /** File that holds the token; relative to the data folder. */
  readonly tokenFile?: string;
}

/** Reads a line of the engine; undefined when it is not the one that says ready. */
export function parseReadyLine(line: string): ReadyLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const isReady = typeof value === 'object' && value !== null && 'ready' in value && value.ready === true;
    return isReady ? (value as ReadyLine) : undefined;
  } catch {
    return undefined;
  }
}
