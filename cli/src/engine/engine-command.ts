/** Settings of the command line itself: for the engine they are unknown, or another server's. */
const OURS = ['MILLRACE_URL', 'MILLRACE_TOKEN'];

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment for an engine: that of the command line, less its own settings and those named. */
export function engineEnvironment(env: Environment, without: readonly string[] = []): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && ![...OURS, ...without].includes(entry[0]),
  );
  return Object.fromEntries(entries);
}

const QUIET = '--disable-warning=ExperimentalWarning';

/** Arguments of Node that start the engine with its own arguments. */
export function engineArguments(enginePath: string, args: readonly string[]): readonly string[] {
  const node = process.execArgv.includes(QUIET) ? process.execArgv : [...process.execArgv, QUIET];
  return [...node, enginePath, ...args];
}
