import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectGroupGone, SOURCE } from '../../../testing/index.js';
import type { StartedProcess } from '../process-starter.js';
import { Spawner } from './spawner.js';

let folder: string;
let spawner: Spawner;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-spawner-'));
  spawner = new Spawner(join(folder, 'pipes'), SOURCE);
});
afterEach(async () => {
  await spawner.close();
  rmSync(folder, { recursive: true, force: true });
});

const orderOf = (script: string) => ({
  command: ['sh', '-c', script] as const,
  workDir: folder,
  env: { PATH: process.env['PATH'] ?? '' },
});
const start = async (script: string, by = spawner): Promise<StartedProcess> => {
  const started = await by.start(orderOf(script));
  if ('code' in started) throw new Error(started.message);
  return started;
};
const firstLine = (output: Readable): Promise<string> =>
  new Promise((resolve) => createInterface({ input: output }).once('line', resolve));
/** The process that has started this one. */
const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
/** A program that starts one process by a spawner of its own and shows what it says. */
const workerCode = (order: object): string => `
  const { Spawner } = await import(${JSON.stringify(new URL('./spawner.ts', import.meta.url).href)});
  const entry = new URL(${JSON.stringify(SOURCE.entry.href)});
  const program = { entry, execArgv: ${JSON.stringify(SOURCE.execArgv)} };
  const started = await new Spawner(${JSON.stringify(join(folder, 'pipes'))}, program).start(${JSON.stringify(order)});
  started.stdout.pipe(process.stdout);`;
const workerArgs = (code: string): readonly string[] => [
  ...SOURCE.execArgv,
  '--experimental-transform-types',
  '--input-type=module',
  '-e',
  code,
];
const pipes = (): readonly string[] => readdirSync(join(folder, 'pipes'));

describe('the spawner', () => {
  it('gives each output for itself, and how the process ended', async () => {
    const { stdout, stderr, exited } = await start('echo out; echo err >&2; exit 3');
    expect(await Promise.all([text(stdout), text(stderr)])).toEqual(['out\n', 'err\n']);
    expect(await exited).toEqual([3, null]);
  });

  it('gives outputs that a script can open again by their names', async () => {
    const { stdout, stderr, exited } = await start('echo one > /dev/stdout; echo two > /dev/stderr');
    expect(await Promise.all([text(stdout), text(stderr)])).toEqual(['one\n', 'two\n']);
    expect(await exited).toEqual([0, null]);
  });

  it('says that there never was a process, and starts the next one', async () => {
    const order = { ...orderOf(''), command: ['no-such-program'] as const };
    expect(await spawner.start(order)).toMatchObject({ code: 'ENOENT' });
    expect(await spawner.start({ ...orderOf('true'), workDir: '/no/such/folder' })).toMatchObject({
      code: 'ENOENT',
    });
    expect(await (await start('exit 4')).exited).toEqual([4, null]);
  });

  it('uses a pipe again once its writers are gone, and not one that was given up', async () => {
    const first = await start('true');
    await Promise.all([text(first.stdout), text(first.stderr), first.exited]);
    const made = pipes().length;
    for (let time = 0; time < made; time += 1) {
      const { stdout, stderr, exited } = await start('true');
      await Promise.all([text(stdout), text(stderr), exited]);
    }
    expect(pipes()).toHaveLength(made);
    const endless = await start('sleep 1000');
    endless.stdout.destroy();
    await vi.waitFor(() => expect(pipes()).toHaveLength(made - 1));
  });

  it('kills what runs when it is closed, and starts nothing after', async () => {
    const { pid, exited } = await start('trap "" TERM; sleep 1000');
    await spawner.close();
    await expectGroupGone(pid);
    await expect(exited).rejects.toThrow('is gone');
    await expect(spawner.start(orderOf('true'))).rejects.toThrow('starts no more processes');
  });

  it('does not end with a signal that asks all processes of a worker to end', async () => {
    const { pid } = await start('sleep 1000');
    const helper = parentOf(pid);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(helper, signal);
    expect(parentOf((await start('sleep 1000')).pid)).toBe(helper);
  });
});

describe('what a script has open', () => {
  it('is its input and its outputs, and nothing that the worker was given', async () => {
    const code = workerCode(orderOf('ls /proc/self/fd; exec sleep 1000'));
    const worker = spawn(process.execPath, workerArgs(code), {
      // The descriptor 3 of the worker is one that it hands on to whatever it starts.
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const names: string[] = [];
    if (!worker.stdout) throw new Error('The worker has no output.');
    for await (const line of createInterface({ input: worker.stdout })) {
      names.push(line);
      if (names.length === 4) break;
    }
    worker.kill('SIGKILL');
    // The fourth is the folder that `ls` reads.
    expect(names).toEqual(['0', '1', '2', '3']);
  });
});

describe('the death', () => {
  it('of the spawner process kills what it has started, is told, and does not keep the next script from starting', async () => {
    const { pid, exited } = await start('trap "" TERM; sleep 1000');
    process.kill(parentOf(pid), 'SIGKILL');
    await expect(exited).rejects.toThrow('is gone (it ended with SIGKILL)');
    await expectGroupGone(pid);
    expect(await (await start('exit 5')).exited).toEqual([5, null]);
  });

  it('of the worker ends everything that it has started', async () => {
    const code = workerCode(orderOf('trap "" TERM HUP; sleep 1000 & echo $$; wait'));
    const worker = spawn(process.execPath, workerArgs(code), { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(await firstLine(worker.stdout));
    const helper = parentOf(pid);
    worker.kill('SIGKILL');
    await expectGroupGone(pid);
    await expectGroupGone(helper);
  });
});
