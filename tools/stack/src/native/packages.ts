import { userInfo } from 'node:os';
import type { Need } from '../parts/part.js';
import { findProgram } from '../processes/find-program.js';
import type { RunCommand } from '../processes/run-command.js';

const INSTALL = 'apt-get install -y --no-install-recommends';

/** What the machine is like, as far as installing goes. */
export interface Machine {
  readonly has: (program: string) => boolean;
  readonly isRoot: boolean;
  readonly platform: NodeJS.Platform;
  readonly run: RunCommand;
}

export const thisMachine = (run: RunCommand): Machine => ({
  has: (program) => findProgram(program) !== undefined,
  isRoot: userInfo().uid === 0,
  platform: process.platform,
  run,
});

const packagesOf = (needs: readonly Need[]): string[] => [
  ...new Set(needs.map((need) => need.package)).values(),
];

/** What is missing, and the one command that brings it; undefined when nothing is. */
export function missingCommand(
  needs: readonly Need[],
  { has, isRoot, platform }: Machine,
): string | undefined {
  const missing = needs.filter(({ program }) => !has(program));
  if (platform !== 'linux') return 'native parts need Linux: start a container engine with compose';
  if (missing.length === 0) return undefined;
  const programs = [...new Set(missing.map(({ program }) => program))].join(', ');
  if (!has('apt-get')) return `missing ${programs}: install them, or start a container engine with compose`;
  return `missing ${programs}: run ${isRoot ? '' : 'sudo '}${INSTALL} ${packagesOf(missing).join(' ')}`;
}

async function aptInstall(packages: readonly string[], { run }: Machine): Promise<string | undefined> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const [program = '', ...install] = INSTALL.split(' ');
  const args = ['-o', 'DPkg::Lock::Timeout=120', ...install, ...packages];
  if ((await run(program, args, { env })).ok) return undefined;
  // A list of packages that is old or was never fetched is the usual cause.
  await run(program, ['update'], { env });
  const { ok, output } = await run(program, args, { env });
  return ok ? undefined : output.trim().split('\n').slice(-3).join(' ');
}

/** Installs what is missing where that is possible. What then still is, is found by `missingCommand`. */
export async function installMissing(
  needs: readonly Need[],
  machine: Machine,
  tell: (line: string) => void,
): Promise<void> {
  const missing = needs.filter(({ program }) => !machine.has(program));
  if (missing.length === 0 || !machine.isRoot || !machine.has('apt-get')) return;
  const packages = packagesOf(missing);
  tell(`installing ${packages.join(', ')}`);
  const problem = await aptInstall(packages, machine);
  if (problem !== undefined) tell(`could not install them: ${problem}`);
}
