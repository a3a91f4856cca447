import { CgroupGuard } from './cgroup.js';
import { pidNamespaceGuard } from './pid-namespace.js';
import type { Guard, GuardChoice, ProcessGuard } from './process-guard.js';
import { GuardUnavailableError, processGroupGuard } from './process-guard.js';

/** Opens a guard or throws GuardUnavailableError. */
export type GuardWays = Readonly<Record<ProcessGuard, (chosen: boolean) => Promise<Guard>>>;

/** The ways of this machine, for the worker of that folder. */
function waysOf(workerFolder: string): GuardWays {
  return {
    // In a user namespace scripts lose `sudo` and see files of others as nobody's: only for those who ask for it.
    'pid-namespace': (chosen) => pidNamespaceGuard(chosen ? ['own', 'user-namespace'] : ['own']),
    cgroup: () => CgroupGuard.open(workerFolder),
    'process-group': async () => processGroupGuard,
  };
}

/**
 * The process guard of a worker: the one that is named, or the first that works. It tries, so it may be called once for
 * each start. Throws GuardUnavailableError when the named one does not work.
 */
export async function chooseGuard(
  choice: GuardChoice,
  workerFolder: string,
  ways: GuardWays = waysOf(workerFolder),
): Promise<Guard> {
  if (choice !== 'auto') return ways[choice](true);
  for (const name of ['pid-namespace', 'cgroup'] as const) {
    try {
      return await ways[name](false);
    } catch (error) {
      if (!(error instanceof GuardUnavailableError)) throw error;
    }
  }
  return ways['process-group'](false);
}
