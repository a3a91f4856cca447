/** Exit codes of the command line (workflow-format §8). */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  runFailed: 3,
  /** The wait timed out; the run goes on. */
  waitTimedOut: 4,
  runStopped: 5,
  notFound: 6,
  conflict: 7,
  invalid: 8,
  notAuthorised: 9,
  unreachable: 10,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const OF_RUN: ReadonlyMap<string, ExitCode> = new Map<string, ExitCode>([
  ['succeeded', EXIT.ok],
  ['failed', EXIT.runFailed],
  ['stopped', EXIT.runStopped],
  ['discarded', EXIT.runStopped],
]);

/** What the end of a run means for a caller that waited for it; undefined while the run goes on. */
export function exitCodeOfRun(state: string): ExitCode | undefined {
  return OF_RUN.get(state);
}

const OF_STATUS: ReadonlyMap<number, ExitCode> = new Map<number, ExitCode>([
  [400, EXIT.invalid],
  [401, EXIT.notAuthorised],
  [403, EXIT.notAuthorised],
  [404, EXIT.notFound],
  [409, EXIT.conflict],
  [410, EXIT.notFound],
  [412, EXIT.conflict],
  [413, EXIT.invalid],
  [415, EXIT.invalid],
  [422, EXIT.conflict],
  [428, EXIT.conflict],
  // A gateway in front answers, the server behind it does not.
  [502, EXIT.unreachable],
  [503, EXIT.unreachable],
  [504, EXIT.unreachable],
]);

/** What an answer of the server means, by its HTTP status. */
export function exitCodeOfStatus(status: number): ExitCode {
  return OF_STATUS.get(status) ?? EXIT.unexpected;
}
