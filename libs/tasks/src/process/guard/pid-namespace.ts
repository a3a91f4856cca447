import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CommandLine } from '../process-starter.js';
import type { SpawnerSetup } from '../spawner/spawner-messages.js';
import type { Guard } from './process-guard.js';
import { GuardUnavailableError } from './process-guard.js';

/**
 * Process 1 of the namespace. Each line that comes says for how many seconds it waits for the next one; without any it
 * waits for the end of the line. bash, because it reaps the orphans that a first process inherits, and `read -t`.
 */
const FIRST_PROCESS =
  'echo up >&4; left=; while IFS= read -r -u 4 ${left:+-t "$left"} left; do :; done; exit 0';

/**
 * Runs outside of the namespace, in which whatever it starts is born: the guard first. The folder that it goes to is the
 * /proc from before the namespace's own covers it: there the spawner reads the pids that the worker knows. It ends when
 * the guard has, so when nothing of the namespace is left; how these ended is not for the worker's standard error.
 */
const LAUNCHER = `
bash --norc --noprofile -c "$1" millrace-guard 3<&- &
guard=$!
exec 4<&-
cd /proc && mount -t proc proc /proc || exit 71
shift
"$@" &
exec 3<&- 2> /dev/null
wait $!
status=$?
wait "$guard"
exit "$status"`;

/** Mounts of the host are seen inside, mounts from inside stay there: the new /proc first of all. */
const UNSHARE = ['--pid', '--mount', '--propagation', 'slave'] as const;

/** A user namespace, in which this user may do what the launcher has to; what it starts then may no longer. */
const AS_USER = ['--user', '--map-current-user', '--keep-caps'] as const;
const DROP_RIGHTS = ['setpriv', '--inh-caps=-all', '--ambient-caps=-all'] as const;

/** A trial that has not ended by then has failed, milliseconds. */
const TRIAL_LIMIT_MS = 10_000;

/** By whose right the namespace is made: as root it needs no user namespace, and scripts notice less. */
export type NamespaceRight = 'own' | 'user-namespace';

/** The command line under which a spawner, and all that it starts, live in a PID namespace. */
function launcher(right: NamespaceRight, command: CommandLine): CommandLine {
  const asUser = right === 'user-namespace';
  const unshare = asUser ? [...AS_USER, ...UNSHARE] : UNSHARE;
  const inside = asUser ? [...DROP_RIGHTS, ...command] : command;
  return ['unshare', ...unshare, 'sh', '-c', LAUNCHER, 'millrace-launcher', FIRST_PROCESS, ...inside];
}

const environment = (): Readonly<Record<string, string>> => ({ PATH: process.env['PATH'] ?? '' });

/** The guard by a PID namespace, after a trial. Throws GuardUnavailableError. */
export async function pidNamespaceGuard(rights: readonly NamespaceRight[]): Promise<Guard> {
  const reasons: string[] = [];
  for (const right of rights) {
    const reason = await tryOut(right);
    if (reason === undefined) return guardBy(right);
    reasons.push(reason);
  }
  throw new GuardUnavailableError('pid-namespace', [...new Set(reasons)].join('; '));
}

function guardBy(right: NamespaceRight): Guard {
  return {
    name: 'pid-namespace',
    launch: (spawner) => {
      const setup: SpawnerSetup = { workerProc: '.' };
      return { command: launcher(right, spawner(setup)), env: environment(), setup, hasLine: true };
    },
    // The worker's end of the line is closed with its spawner: that kills, and is waited for.
    kill: () => undefined,
    clear: async () => undefined,
  };
}

/** Why it does not work; undefined when it does. */
async function tryOut(right: NamespaceRight): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'there are none on this system';
  const [program, ...args] = launcher(right, ['echo', 'ran']);
  const trial = spawn(program, args, {
    env: environment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'pipe'],
    timeout: TRIAL_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const line = trial.stdio[4];
  const errors = trial.stderr ? text(trial.stderr).catch(() => '') : '';
  // Both have spoken: the guard waits, and what it guards can run.
  const works = Promise.all([spoke(line), spoke(trial.stdout)]).then((spoken) => spoken.every(Boolean));
  void works.then(() => line?.destroy());
  try {
    await once(trial, 'exit');
    line?.destroy();
    return (await works) ? undefined : (await errors).trim().split('\n')[0] || 'the trial failed';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Resolves with the first word of it, or with false at its end without any. */
function spoke(stream: ChildProcess['stdio'][number] | undefined): Promise<boolean> {
  if (!(stream instanceof Socket)) return Promise.resolve(false);
  return new Promise((resolve) => {
    stream.once('data', () => resolve(true));
    stream.on('error', () => resolve(false));
    stream.once('close', () => resolve(false));
  });
}
