import { describe, expect, it, vi } from 'vitest';
import type { RunCommand } from '../processes/run-command.js';
import type { Machine } from './packages.js';
import { installMissing, missingCommand } from './packages.js';

const NEEDS = [
  { program: 'mariadbd', package: 'mariadb-server-core' },
  { program: 'mariadb-install-db', package: 'mariadb-server-core' },
  { program: 'redis-server', package: 'redis-server' },
];

const machineWith = (programs: readonly string[], changes: Partial<Machine> = {}): Machine => ({
  has: (program) => programs.includes(program),
  isRoot: true,
  platform: 'linux',
  run: async () => ({ ok: true, output: '' }),
  ...changes,
});

describe('what is missing', () => {
  it('is nothing when all programs are there', () => {
    expect(missingCommand(NEEDS, machineWith(NEEDS.map(({ program }) => program)))).toBeUndefined();
  });

  it('is named with the one command that brings it, each package once', () => {
    expect(missingCommand(NEEDS, machineWith(['apt-get'], { isRoot: false }))).toBe(
      'missing mariadbd, mariadb-install-db, redis-server: ' +
        'run sudo apt-get install -y --no-install-recommends mariadb-server-core redis-server',
    );
  });

  it('is named without a command where packages are installed in another way', () => {
    expect(missingCommand(NEEDS, machineWith(['mariadbd', 'mariadb-install-db']))).toBe(
      'missing redis-server: install them, or start a container engine with compose',
    );
  });

  it('is Linux itself on other systems', () => {
    expect(missingCommand([], machineWith([], { platform: 'darwin' }))).toMatch(/^native parts need Linux/);
  });
});

describe('an installation', () => {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);

  it('asks for new lists of packages only when the known ones do not do', async () => {
    const run = vi.fn<RunCommand>(async (_program, args) => ({
      ok: args.at(-1) === 'update',
      output: 'E: no',
    }));

    await installMissing(NEEDS, machineWith(['apt-get', 'redis-server'], { run }), tell);

    const verbs = run.mock.calls.map(([, args]) => args.find((word) => /^(install|update)$/.test(word)));
    expect(verbs).toEqual(['install', 'update', 'install']);
    expect(run.mock.lastCall?.[1].at(-1)).toBe('mariadb-server-core');
    expect(told).toEqual(['installing mariadb-server-core', 'could not install them: E: no']);
  });

  it.each([
    ['nobody may', { isRoot: false }],
    ['nothing is missing', { has: () => true }],
    ['there is no apt', { has: () => false }],
  ])('is left alone when %s', async (_why, changes) => {
    const run = vi.fn<RunCommand>();

    await installMissing(NEEDS, machineWith(['apt-get'], { ...changes, run }), tell);

    expect(run).not.toHaveBeenCalled();
  });
});
