import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPOSITORY } from './repository.js';

interface ExecResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Executed {
  readonly run: { readonly state: string };
  readonly taskRuns: readonly {
    readonly task: string;
    readonly state: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly attempts: readonly { readonly state: string }[];
  }[];
}

/** `millrace exec FILE -o json` as a user types it. */
function exec(file: string, ...more: readonly string[]): Promise<ExecResult> {
  const args = [join(REPOSITORY, 'cli/dist/main.js'), 'exec', file, '-o', 'json', ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: REPOSITORY, maxBuffer: 2 ** 27 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

function states({ taskRuns }: Executed): Readonly<Record<string, string>> {
  return Object.fromEntries(taskRuns.map(({ task, state }) => [task, state]));
}

describe('the examples', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-examples-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('hello runs green', async () => {
    const { code, out } = await exec('examples/hello.yaml');

    expect(code).toBe(0);
    expect(states(JSON.parse(out) as Executed)).toEqual({
      greet: 'succeeded',
      rest: 'succeeded',
      part: 'succeeded',
    });
  });

  it('etl-fan-out tries its flaky task again', async () => {
    const { code, out } = await exec('examples/etl-fan-out.yaml');
    const { taskRuns } = JSON.parse(out) as Executed;

    expect(code).toBe(0);
    expect(
      taskRuns.some(({ attempts }) => attempts.map(({ state }) => state).join() === 'failed,succeeded'),
    ).toBe(true);
  });

  it('branch skips what its switch did not choose and joins all the same', async () => {
    const { code, out } = await exec('examples/branch.yaml');
    const ends = Object.values(states(JSON.parse(out) as Executed));

    expect(code).toBe(0);
    expect(ends).toContain('skipped');
    expect(ends.filter((state) => state !== 'skipped')).toEqual(
      ends.filter((state) => state === 'succeeded'),
    );
  });

  it('python-and-shell passes typed outputs on', async () => {
    const { code, out } = await exec('examples/python-and-shell.yaml');
    const { taskRuns } = JSON.parse(out) as Executed;

    expect(code).toBe(0);
    expect(taskRuns.some(({ outputs }) => Object.keys(outputs).length > 0)).toBe(true);
  });

  it('clean-up ends failed, with its clean-up done', async () => {
    const { code, out } = await exec('examples/clean-up.yaml');
    const { run, taskRuns } = JSON.parse(out) as Executed;

    expect(code).toBe(3);
    expect(run.state).toBe('failed');
    expect(taskRuns.find(({ task }) => task === 'drop-tables')?.state).toBe('succeeded');
  });

  it('big-2000 ends succeeded, all of it', async () => {
    const file = join(folder, 'big.yaml');
    const made = await new Promise<string>((resolve, reject) => {
      const args = [join(REPOSITORY, 'examples/big-2000.mjs')];
      execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, out) =>
        error ? reject(new Error(error.message)) : resolve(out),
      );
    });
    writeFileSync(file, made);
    const { code, out } = await exec(file);
    const { taskRuns } = JSON.parse(out) as Executed;

    expect(code).toBe(0);
    expect(taskRuns.length).toBeGreaterThanOrEqual(2000);
  });

  it('a broken file is refused with its places and exit code 8', async () => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'apiVersion: v1\nkind: Workflow\nname: x\ntasks:\n  a: { type: shel, needs: [b] }\n');
    const { code, out, err } = await exec(file);

    expect(code).toBe(8);
    expect(out).toBe('');
    expect(err).toMatch(/broken\.yaml:5:\d+/);
    expect(err).toContain('shell');
  });
});
