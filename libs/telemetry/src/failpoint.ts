/** Every point at which a test may end the process, in the order in which a step passes them. */
export const FAILPOINTS = [
  'claim.before',
  'claim.after',
  'append.before',
  'append.after',
  'effects.after',
  'snapshot.slices',
  'snapshot.checkpoint',
  'worker.taken',
  'worker.spawned',
  'worker.ended',
  'report.before',
  'report.after',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

/**
 * Ends the process here when the environment says so; else nothing. `MILLRACE_FAILPOINT=append.after:3`: die, as
 * `kill -9` would, when this point is passed for the third time. In production (`NODE_ENV`) nobody can ask for that: the
 * call is one of an empty function, of which the compiler of the engine leaves nothing.
 */
export const failpoint: (name: Failpoint) => void = failpointOf(process.env, () =>
  process.kill(process.pid, 'SIGKILL'),
);

/** What the environment makes of the points. */
export function failpointOf(
  { NODE_ENV, MILLRACE_FAILPOINT }: Readonly<NodeJS.ProcessEnv>,
  die: () => void,
): (name: Failpoint) => void {
  if (NODE_ENV === 'production' || !MILLRACE_FAILPOINT) return () => undefined;
  const [wanted, times = '1'] = MILLRACE_FAILPOINT.split(':');
  let left = Number(times);
  return (name) => {
    if (name !== wanted) return;
    left -= 1;
    if (left <= 0) die();
  };
}
