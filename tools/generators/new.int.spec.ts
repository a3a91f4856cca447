import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const REGISTERS = [
  'libs/dag/src/run/commands/index.ts',
  'libs/dag/src/run/events/index.ts',
  'libs/tasks/src/task-types.ts',
  'services/api/src/projections/index.ts',
];
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-new-'));
  REGISTERS.forEach((file) => {
    cpSync(join(REPOSITORY, file), join(root, file), { recursive: true });
  });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function generate(...args: string[]) {
  const env = { ...process.env, MILLRACE_GENERATE_INTO: root };
  const script = join(import.meta.dirname, 'new.mjs');
  return spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('npm run new', () => {
  it('writes a command with its spec and lists it', () => {
    const { stdout } = generate('command', 'polish-lens');

    expect(stdout.trim().split('\n')).toEqual([
      'libs/dag/src/run/commands/polish-lens.ts',
      'libs/dag/src/run/commands/polish-lens.spec.ts',
      'libs/dag/src/run/commands/index.ts',
    ]);
    expect(read('libs/dag/src/run/commands/polish-lens.ts')).toContain("defineCommand('PolishLens'");
    expect(read('libs/dag/src/run/commands/index.ts')).toContain(
      "import { polishLens } from './polish-lens.js';",
    );
    expect(read('libs/dag/src/run/commands/index.ts')).toMatch(/definitions = \[[^\]]*\n  polishLens,\n\]/);
  });

  it('writes an event with its spec and lists it', () => {
    generate('event', 'lens-polished');

    expect(read('libs/dag/src/run/events/lens-polished.ts')).toContain("defineEvent('LensPolished', 1");
    expect(read('libs/dag/src/run/events/index.ts')).toMatch(/definitions = \[[^\]]*\n  lensPolished,\n\]/);
  });

  it('writes a folder for a task type and lists it', () => {
    generate('task', 'lens-grinder');

    expect(read('libs/tasks/src/lens-grinder/executor.ts')).toContain('runLensGrinder');
    expect(existsSync(join(root, 'libs/tasks/src/lens-grinder/README.md'))).toBe(true);
    expect(read('libs/tasks/src/task-types.ts')).toMatch(/register\([^)]*lensGrinder,?\s*\)/);
  });

  it('writes a projection and lists it', () => {
    generate('projection', 'polished-lenses');

    expect(read('services/api/src/projections/polished-lenses.projection.ts')).toContain(
      "name: 'polished-lenses'",
    );
    expect(read('services/api/src/projections/index.ts')).toMatch(
      /projections[^=]* = \[[^\]]*polishedLenses,?\s*\]/,
    );
  });

  it('leaves no place holder behind', () => {
    generate('task', 'lens-grinder');
    const files = ['definition.ts', 'executor.ts', 'executor.spec.ts', 'README.md'];

    const texts = files.map((file) => read(`libs/tasks/src/lens-grinder/${file}`));

    expect(texts.join('')).not.toContain('__');
  });

  it('keeps what exists', () => {
    generate('command', 'polish-lens');

    const again = generate('command', 'polish-lens');

    expect(again.status).toBe(1);
    expect(again.stderr).toBe('libs/dag/src/run/commands/polish-lens.ts exists already.\n');
  });

  it.each([['Polish'], ['polish_lens'], ['a-b-c-d-e'], ['switch'], ['']])('refuses the name "%s"', (name) => {
    const before = read('libs/tasks/src/task-types.ts');

    expect(generate('task', name).status).toBe(1);
    expect(read('libs/tasks/src/task-types.ts')).toBe(before);
  });

  it('says what it can make', () => {
    expect(generate('saga', 'x').stderr).toContain('command|event|task|projection');
  });
});
