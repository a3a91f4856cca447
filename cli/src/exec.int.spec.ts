import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestContext } from '../testing/test-context.js';
import { testContext } from '../testing/test-context.js';
import { runCli } from './run-cli.js';

const ENGINE = join(import.meta.dirname, '../testing/fake-engine.ts');
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
  mkdirSync(join(cwd, 'tmp'));
  vi.stubEnv('TMPDIR', join(cwd, 'tmp'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function world(ends: string): TestContext {
  writeFileSync(join(cwd, 'w.yaml'), `name: fake\nx-ends: ${ends}\n`);
  return testContext({ cwd, enginePath: ENGINE, env: { PATH: process.env['PATH'] ?? '' } });
}

/** What exec left in the folder for temporary files. */
const left = (): readonly string[] => readdirSync(join(cwd, 'tmp'));

function isAlive(pidFile: string): boolean {
  try {
    return process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
  } catch {
    return false;
  }
}

describe('exec', () => {
  it('runs a file, prints run and task runs, and leaves nothing', async () => {
    const context = world('succeeded');
    expect(await runCli(['exec', 'w.yaml', '-o', 'json', '-p', 'a=1'], context)).toBe(0);
    expect(JSON.parse(context.stdout.text())).toMatchObject({
      run: { workflow: 'fake', state: 'succeeded' },
      taskRuns: [{ task: 'a', state: 'succeeded', attempts: [{ number: 1, worker: 'w1' }] }],
    });
    expect(left()).toEqual([]);
  });

  it('is exit 3 when the run fails, and tells the end of the log without its escape sequences', async () => {
    const context = world('failed');
    expect(await runCli(['exec', 'w.yaml'], context)).toBe(3);
    expect(context.stdout.text()).toContain('✖ failed');
    expect(context.stderr.text()).toContain(
      'EXIT_CODE The script ended with exit code 2.\n  │ step 1\n  │ step 2\n',
    );
    expect(left()).toEqual([]);
  });

  it('is exit 8 for a file that is not valid, with its place', async () => {
    const context = world('invalid');
    expect(await runCli(['exec', 'w.yaml'], context)).toBe(8);
    expect(context.stderr.text()).toBe(
      'w.yaml:2:3: UNKNOWN_KEY There is no such key.\n  hint: Leave it out.\n',
    );
    expect(left()).toEqual([]);
  });

  it('is exit 8 for a file that is not UTF-8, with the place of the first wrong byte', async () => {
    const context = world('succeeded');
    writeFileSync(join(cwd, 'w.yaml'), Buffer.from('name: fake\n# caf\xe9\n', 'latin1'));
    expect(await runCli(['exec', 'w.yaml'], context)).toBe(8);
    expect(context.stderr.text()).toContain('w.yaml:2:6: NOT_UTF8 ');
  });

  it('is exit 1 where it can make no temporary folder, with where and what to do', async () => {
    const context = world('succeeded');
    vi.stubEnv('TMPDIR', join(cwd, 'nowhere'));
    expect(await runCli(['exec', 'w.yaml'], context)).toBe(1);
    expect(context.stderr.text()).toBe(
      `NO_TEMPORARY_FOLDER Cannot make a temporary folder in ${join(cwd, 'nowhere')}: ENOENT: no such file or directory.\n` +
        '  hint: Name a folder that can be written with TMPDIR.\n',
    );
  });

  it('is exit 7 when the data folder is in use', async () => {
    const context = world('succeeded');
    mkdirSync(join(cwd, 'data'));
    writeFileSync(join(cwd, 'data/lock'), '');
    expect(await runCli(['exec', 'w.yaml', '--data', 'data'], context)).toBe(7);
    expect(context.stderr.text()).toContain('The data folder is in use.');
    expect(left()).toEqual([]);
  });

  it.each(['w.yaml', 'w.yaml/data'])('is exit 2 when --data names no folder: %s', async (data) => {
    const context = world('succeeded');
    expect(await runCli(['exec', 'w.yaml', '--data', data], context)).toBe(2);
    expect(context.stderr.text()).toMatch(
      /^USAGE --data w\.yaml\S* is no folder: .*file\.\n {2}hint: Name a folder/u,
    );
    expect(left()).toEqual([]);
  });

  it('leaves the folder that --data names, and no process', async () => {
    expect(await runCli(['exec', 'w.yaml', '--data', 'data'], world('succeeded'))).toBe(0);
    expect(existsSync(join(cwd, 'data/token'))).toBe(true);
    expect(isAlive(join(cwd, 'data/pid'))).toBe(false);
    expect(left()).toEqual([]);
  });

  it('leaves the temporary folder with --keep, and says where it is', async () => {
    const context = world('succeeded');
    expect(await runCli(['exec', 'w.yaml', '--keep'], context)).toBe(0);
    const [folder = ''] = left();
    expect(context.stderr.text()).toContain(`--data ${join(cwd, 'tmp', folder, 'data')}`);
  });

  it('stops the run at the first Ctrl-C: exit 130 with the result', async () => {
    const context = world('never');
    const ended = runCli(['exec', 'w.yaml', '-o', 'json'], context);
    await context.said('a ● running');
    context.interrupt();
    expect(await ended).toBe(130);
    expect(JSON.parse(context.stdout.text())).toMatchObject({ run: { state: 'stopped' } });
    expect(left()).toEqual([]);
  });

  it('ends at once at the second Ctrl-C', async () => {
    const context = world('deaf');
    const ended = runCli(['exec', 'w.yaml', '--data', 'data'], context);
    await context.said('a ● running');
    context.interrupt();
    context.interrupt();
    expect(await ended).toBe(130);
    expect(context.stdout.text()).toBe('');
    expect(isAlive(join(cwd, 'data/pid'))).toBe(false);
    expect(left()).toEqual([]);
  });

  it('ends before the run has started, too', async () => {
    const context = world('never');
    const ended = runCli(['exec', 'w.yaml'], context);
    await vi.waitFor(() => {
      expect(left()).not.toEqual([]);
    });
    context.interrupt();
    expect(await ended).toBe(130);
    expect(left()).toEqual([]);
  });

  it('is unexpected when the engine dies, with what it said', async () => {
    const context = world('crash');
    expect(await runCli(['exec', 'w.yaml'], context)).toBe(1);
    expect(context.stderr.text()).toContain('The engine ended amid the run (exit code 70)');
    expect(left()).toEqual([]);
  });
});

describe('workflow validate', () => {
  it('starts an engine for it where no server runs', async () => {
    const context = world('succeeded');
    expect(await runCli(['workflow', 'validate', 'w.yaml'], context)).toBe(0);
    expect(context.stdout.text()).toContain('w.yaml  ✔ valid  default/fake  1');
    expect(left()).toEqual([]);
  });

  it('gives a file that is not UTF-8 its result beside those of the others', async () => {
    const context = world('succeeded');
    writeFileSync(join(cwd, 'l.yaml'), Buffer.from('# caf\xe9\n', 'latin1'));
    expect(await runCli(['workflow', 'validate', 'l.yaml', 'w.yaml'], context)).toBe(8);
    expect(context.stdout.text()).toMatch(/l\.yaml +✖ invalid.*\nw\.yaml +✔ valid/u);
    expect(context.stderr.text()).toContain('l.yaml:1:6: NOT_UTF8 ');
  });

  it('gives a file that the server does not read its result, with its name, beside those of the others', async () => {
    const context = world('succeeded');
    writeFileSync(join(cwd, 'empty.yaml'), '');
    expect(await runCli(['workflow', 'validate', 'w.yaml', 'empty.yaml'], context)).toBe(8);
    expect(context.stdout.text()).toMatch(/w\.yaml +✔ valid.*\nempty\.yaml +✖ invalid/u);
    expect(context.stderr.text()).toContain('empty.yaml: EMPTY_BODY ');
  });

  it('is exit 8 when a file is not valid, with the answer of the API as json', async () => {
    const context = world('invalid');
    expect(await runCli(['workflow', 'validate', 'w.yaml', '-o', 'json'], context)).toBe(8);
    expect(JSON.parse(context.stdout.text())).toMatchObject({ valid: false, problems: [{ line: 2 }] });
  });
});
