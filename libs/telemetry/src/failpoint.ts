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

/** `MILLRACE_FAILPOINT=append.after:3`: die, as `kill -9` would, when this point is passed for the third time. */
const [wanted, times = '1'] = (process.env.MILLRACE_FAILPOINT ?? '').split(':');
let left = Number(times);

/** Ends the process here when the environment says so; else nothing. */
export function failpoint(name: Failpoint): void {
  if (name !== wanted) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}
