import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TestContext, TestContextOptions } from '../../testing/index.js';
import { expectGroupGone, makeContext } from '../../testing/index.js';
import { processStartTime } from './process-table.js';
import { runProcess } from './run-process.js';

const MEGABYTE = 1_000_000;

const made: TestContext[] = [];
afterEach(async () => {
  for (const test of made.splice(0)) {
    for (const group of test.groups) await expectGroupGone(group);
    test.remove();
  }
});
const attempt = (options?: TestContextOptions): TestContext => {
  const test = makeContext(options);
  made.push(test);
  return test;
};
const runShell = (test: TestContext, script: string) => runProcess(test.context, ['sh', '-c', script]);
const isRunning = (pid: number): boolean => processStartTime(pid) !== '';

describe('runProcess, how a process ends', () => {
  it('gives the exit code', async () => {
    expect(await runShell(attempt(), 'exit 0')).toEqual({ kind: 'exited', exitCode: 0, stopped: false });
    expect(await runShell(attempt(), 'exit 3')).toEqual({ kind: 'exited', exitCode: 3, stopped: false });
  });

  it('names the signal that killed it', async () => {
    const end = await runShell(attempt(), 'kill -SEGV $$');
    expect(end).toEqual({ kind: 'killed', signal: 'SIGSEGV', stopped: false });
  });

  it('reports a program that does not exist, and one that is no program', async () => {
    expect(await runProcess(attempt().context, ['no-such-program'])).toMatchObject({
      kind: 'spawn-error',
      code: 'ENOENT',
    });
    expect(await runProcess(attempt().context, ['/etc/passwd'])).toMatchObject({ code: 'EACCES' });
  });

  it('reports an environment that the system refuses', async () => {
    const tooLarge = attempt({ env: { LARGE: 'x'.repeat(200_000) } });
    expect(await runShell(tooLarge, 'true')).toMatchObject({ kind: 'spawn-error', code: 'E2BIG' });
    const withNul = attempt({ env: { NUL: 'a\0b' } });
    expect(await runShell(withNul, 'true')).toMatchObject({ kind: 'spawn-error' });
  });

  it('announces the process with its start time before anything of it is logged', async () => {
    const order: string[] = [];
    const test = attempt({
      onSpawn: ({ pid, startTime }) => {
        order.push('spawn');
        expect(startTime).toMatch(/^[0-9]+$/);
        expect(startTime).toBe(processStartTime(pid));
      },
      log: () => {
        order.push('log');
        test.abort();
        return undefined;
      },
    });
    await runShell(test, 'echo out; exec sleep 1000');
    expect(order).toEqual(['spawn', 'log']);
  });
});

describe('runProcess, what a process is given', () => {
  it('gives exactly the environment of the attempt, and no input', async () => {
    const test = attempt({ env: { ONLY: 'this' } });
    await runProcess(test.context, ['env']);
    const names = test
      .logged()
      .trim()
      .split('\n')
      .map((line) => line.replace(/=.*/, ''));
    expect(names.sort()).toEqual(['MILLRACE_OUTPUT', 'ONLY', 'PATH']);
    expect(await runShell(attempt(), 'read line')).toMatchObject({ exitCode: 1 });
  });

  it('hands arguments and environment over as data that no shell reads', async () => {
    const hostile = '$(id) `id` \';DROP TABLE x; -- "\n && exit 9 #';
    const test = attempt({ env: { VALUE: hostile } });
    await runProcess(test.context, ['printf', '%s', hostile]);
    expect(test.logged()).toBe(hostile);
    const other = attempt({ env: { VALUE: hostile } });
    await runShell(other, 'printf %s "$VALUE"');
    expect(other.logged()).toBe(hostile);
  });
});

describe('runProcess, telling it to end', () => {
  it('lets a process that handles TERM clean up', async () => {
    const test = attempt();
    const end = runShell(test, 'trap "echo cleaned; exit 7" TERM; echo ready; while :; do sleep 0.02; done');
    await test.untilLogged('ready');
    test.abort();
    expect(await end).toEqual({ kind: 'exited', exitCode: 7, stopped: true });
    expect(test.logged()).toContain('cleaned');
  });

  it('kills a process that ignores TERM, with its children, after the grace', async () => {
    const test = attempt({ killGraceMs: 20 });
    const end = runShell(test, 'trap "" TERM; sleep 1000 & echo ready; sleep 1000');
    await test.untilLogged('ready');
    test.abort();
    expect(await end).toEqual({ kind: 'killed', signal: 'SIGKILL', stopped: true });
  });

  it('kills at once what was told to end when there is no time for the grace any more', async () => {
    const test = attempt({ killGraceMs: 3_600_000 });
    const end = runShell(test, 'trap "" TERM; echo ready; while :; do sleep 0.02; done');
    await test.untilLogged('ready');
    test.abort('drain');
    test.hurry();
    expect(await end).toEqual({ kind: 'killed', signal: 'SIGKILL', stopped: true });
  });

  it('kills at once what is told to end when there is no time already, and nothing that is not', async () => {
    const test = attempt({ killGraceMs: 3_600_000 });
    const end = runShell(test, 'trap "" TERM; echo ready; while :; do sleep 0.02; done');
    await test.untilLogged('ready');
    test.hurry();
    test.abort('drain');
    expect(await end).toEqual({ kind: 'killed', signal: 'SIGKILL', stopped: true });
    const other = attempt();
    other.hurry();
    expect(await runShell(other, 'exit 3')).toEqual({ kind: 'exited', exitCode: 3, stopped: false });
  });

  it('leaves its grace to a child when the leader is gone at once', async () => {
    const test = attempt();
    const child = 'trap "echo child cleaned; exit" TERM; echo ready; while :; do sleep 0.02; done';
    const end = runShell(test, `sh -c '${child}'; true`);
    await test.untilLogged('ready');
    test.abort();
    expect(await end).toEqual({ kind: 'killed', signal: 'SIGTERM', stopped: true });
    expect(test.logged()).toContain('child cleaned');
  });

  it('kills a child that ignores TERM and outlives the leader', async () => {
    const test = attempt({ killGraceMs: 20 });
    const end = runShell(test, `sh -c 'trap "" TERM; echo ready; sleep 1000'; true`);
    await test.untilLogged('ready');
    test.abort();
    expect(await end).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
  });

  it('starts nothing when it was told to end before', async () => {
    const test = attempt();
    test.abort();
    expect(await runShell(test, 'true')).toEqual({ kind: 'not-started' });
    expect(test.groups).toEqual([]);
  });

  it('ends although the log never takes what it was given', async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const { promise: logged, resolve } = Promise.withResolvers<void>();
    const log = (): Promise<void> => {
      resolve();
      return never;
    };
    const test = attempt({ log });
    const end = runShell(test, 'echo ready; sleep 1000');
    await logged;
    test.abort();
    expect(await end).toMatchObject({ kind: 'killed', stopped: true });
  });
});

describe('runProcess, processes that it leaves behind', () => {
  it('does not wait for a grandchild that holds the pipe, and kills it', async () => {
    const test = attempt();
    expect(await runShell(test, '(sleep 1000 & echo left) ; exit 0')).toMatchObject({ exitCode: 0 });
    expect(test.logged()).toBe('left\n');
  });

  it('ends although a process that has left the group holds the pipe; that one it does not find', async () => {
    const test = attempt();
    const daemon = 'echo "$$."; echo up > "$MILLRACE_OUTPUT"; exec sleep 1000';
    await runShell(test, `setsid sh -c '${daemon}' & while ! [ -s "$MILLRACE_OUTPUT" ]; do :; done`);
    await test.untilLogged('.');
    const escaped = Number.parseInt(test.logged(), 10);
    expect(isRunning(escaped)).toBe(true);
    process.kill(escaped, 'SIGKILL');
  });

  it('kills the process when it cannot be journalled', async () => {
    const test = attempt({
      onSpawn: () => {
        throw new Error('the journal is full');
      },
    });
    await expect(runShell(test, 'sleep 1000')).rejects.toThrow('the journal is full');
  });

  it('kills the process when its log is lost', async () => {
    const test = attempt({ log: () => Promise.reject(new Error('the spool is full')) });
    await expect(runShell(test, 'echo x; sleep 1000')).rejects.toThrow('the spool is full');
  });
});

describe('runProcess, output', () => {
  it('carries bytes as they are, each stream for itself', async () => {
    const chunks: Uint8Array[] = [];
    const log = (_: string, bytes: Uint8Array) => void chunks.push(bytes);
    await runShell(attempt({ log }), String.raw`printf '\377\376\000\001\r\n\200'`);
    expect([...Buffer.concat(chunks)]).toEqual([0xff, 0xfe, 0, 1, 13, 10, 0x80]);

    const test = attempt();
    await runShell(test, 'echo to-out; echo to-err >&2');
    expect([test.logged('stdout'), test.logged('stderr')]).toEqual(['to-out\n', 'to-err\n']);
  });

  it('goes on when the process closes its output', async () => {
    expect(await runShell(attempt(), 'exec >&- 2>&-; exit 3')).toMatchObject({ exitCode: 3 });
  });

  it('carries 50 MB through a slow log, one piece at a time', async () => {
    let size = 0;
    let pending = 0;
    let most = 0;
    let largest = 0;
    const log = async (_: string, bytes: Uint8Array): Promise<void> => {
      pending += 1;
      most = Math.max(most, pending);
      largest = Math.max(largest, bytes.byteLength);
      await stat('/');
      size += bytes.byteLength;
      pending -= 1;
    };
    await runShell(attempt({ log }), `head -c ${50 * MEGABYTE} /dev/zero`);
    expect(size).toBe(50 * MEGABYTE);
    expect(most).toBe(1);
    expect(largest).toBeLessThanOrEqual(131_072);
  });

  it('makes the process wait while the log does not take more, and loses nothing after its exit', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    let size = 0;
    const log = (_: string, bytes: Uint8Array): Promise<void> => {
      size += bytes.byteLength;
      return gate;
    };
    const test = attempt({ log });
    const end = runProcess(test.context, ['head', '-c', String(10 * MEGABYTE), '/dev/zero']);
    await vi.waitFor(() => expect(size).toBeGreaterThan(0));
    const [pid = 0] = test.groups;
    // 'S': sleeps. This program sleeps for nothing but a full pipe.
    await vi.waitFor(() => {
      expect(readFileSync(`/proc/${pid}/stat`, 'latin1')).toContain(') S ');
    });
    const written = /wchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1];
    expect(Number(written)).toBeLessThan(MEGABYTE);
    expect(size).toBeLessThanOrEqual(131_072);
    open();
    expect(await end).toMatchObject({ exitCode: 0 });
    expect(size).toBe(10 * MEGABYTE);
  });
});
