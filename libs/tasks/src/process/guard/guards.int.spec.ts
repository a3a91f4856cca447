import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TestContextOptions, WantedGuard } from '../../../testing/index.js';
import {
  escapes,
  expectGroupGone,
  GuardHost,
  makeContext,
  sleepersOf,
  SOURCE,
} from '../../../testing/index.js';
import { processStartTime } from '../process-table.js';
import { runProcess } from '../run-process.js';
import { Spawner } from '../spawner/spawner.js';
import { chooseGuard } from './choose-guard.js';
import { pidNamespaceGuard } from './pid-namespace.js';
import type { Guard } from './process-guard.js';

const open = ({ name, right }: WantedGuard, folder: string): Promise<Guard> =>
  right === undefined ? chooseGuard(name, folder) : pidNamespaceGuard([right]);

/** Those that this machine lets this user have; the others are skipped by name. */
const wanted: readonly WantedGuard[] = [
  { name: 'pid-namespace', right: 'own' },
  { name: 'pid-namespace', right: 'user-namespace' },
  { name: 'cgroup' },
  { name: 'process-group' },
];
const tried = await Promise.all(
  wanted.map(async (guard) => ({
    ...guard,
    title: guard.right === undefined ? guard.name : `${guard.name}, by right: ${guard.right}`,
    works: await open(guard, `trial-${process.pid}`).then(
      async (opened) => opened.clear().then(() => true),
      () => false,
    ),
  })),
);

/** A spawner under the guard, in this process. */
async function spawnerUnder(guard: WantedGuard) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-guard-'));
  const mark = `MILLRACE_OUTPUT=${folder}/`;
  const spawner = new Spawner(join(folder, 'pipes'), { ...SOURCE, guard: await open(guard, folder), mark });
  onTestFinished(async () => {
    await spawner.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const attempt = (options: TestContextOptions = {}) => {
    const test = makeContext({ processes: spawner, ...options });
    onTestFinished(test.remove);
    return test;
  };
  const start = async (script: string) => {
    const env = { PATH: process.env['PATH'] ?? '', MILLRACE_OUTPUT: `${folder}/1` };
    const started = await spawner.start({ command: ['sh', '-c', script], workDir: folder, env });
    if ('code' in started) throw new Error(started.message);
    return started;
  };
  return { spawner, attempt, start };
}

const nothingIsLeft = (host: GuardHost, timeout: number): Promise<void> =>
  vi.waitFor(() => expect(host.survivors()).toEqual([]), { timeout, interval: 10 });

describe.each(tried)('under the guard $title', ({ works, title: _, ...guard }) => {
  const its = it.skipIf(!works);
  const keepsEnvironment = guard.name === 'process-group';
  const hostWith = (order: { readonly liveMs?: number; readonly renews?: boolean } = {}) => {
    const host = new GuardHost(guard);
    host.start({ script: escapes(host.token, { keepsEnvironment }), ...order });
    return host;
  };

  its('nothing of its attempts survives the death of a worker, though it left its session', async () => {
    const host = hostWith();
    await host.until('up');
    expect(host.survivors().length).toBeGreaterThan(3);
    host.signal('SIGKILL');
    await nothingIsLeft(host, 1000);
  });

  its('nothing of its attempts survives the lease of a worker that is frozen', async () => {
    const host = hostWith({ liveMs: 2000, renews: true });
    await host.until('up');
    host.signal('SIGSTOP');
    expect(host.survivors().length).toBeGreaterThan(3);
    await nothingIsLeft(host, 4000);
  });

  its('attempts live on while the lease is renewed', async () => {
    const host = hostWith({ liveMs: 2000, renews: true });
    await Promise.all([host.until('up'), host.until('renewed')]);
    expect(host.survivors().length).toBeGreaterThan(3);
  });

  its('a frozen worker without a lease loses nothing', async () => {
    const host = hostWith();
    await host.until('up');
    host.signal('SIGSTOP');
    await vi.waitFor(() => expect(readFileSync(`/proc/${host.pid}/stat`, 'latin1')).toContain(') T '));
    expect(host.survivors().length).toBeGreaterThan(3);
  });

  its('a host that closes has nothing left when it says so', async () => {
    const { spawner, start } = await spawnerUnder(guard);
    const token = `1000.9${process.pid}`;
    const { stdout } = await start(escapes(token, { keepsEnvironment }));
    await new Promise((resolve) => stdout.once('data', resolve));
    await spawner.close();
    if (keepsEnvironment) await vi.waitFor(() => expect(sleepersOf(token)).toEqual([]));
    else expect(sleepersOf(token)).toEqual([]);
  });

  its('exit codes, signals, failures to start and outputs are told as they are', async () => {
    const { attempt } = await spawnerUnder(guard);
    const run = (script: string) => runProcess(attempt().context, ['sh', '-c', script]);
    expect(await run('exit 3')).toEqual({ kind: 'exited', exitCode: 3, stopped: false });
    expect(await run('kill -SEGV $$')).toEqual({ kind: 'killed', signal: 'SIGSEGV', stopped: false });
    expect(await runProcess(attempt().context, ['no-such-program'])).toMatchObject({ code: 'ENOENT' });
    const test = attempt();
    await runProcess(test.context, ['sh', '-c', 'echo to-out > /dev/stdout; echo to-err >&2']);
    expect([test.logged('stdout'), test.logged('stderr')]).toEqual(['to-out\n', 'to-err\n']);
  });

  its('a process has the pid and the start time that the worker sees', async () => {
    const { attempt } = await spawnerUnder(guard);
    const seen: string[] = [];
    const test = attempt({
      onSpawn: ({ pid, startTime }) => {
        expect(startTime).toMatch(/^[0-9]+$/);
        expect(startTime).toBe(processStartTime(pid));
        seen.push(readFileSync(`/proc/${pid}/environ`, 'latin1'));
        test.abort();
      },
      env: { NAMED: 'by me' },
    });
    await runProcess(test.context, ['sleep', '1000']);
    expect(seen[0]).toContain('NAMED=by me');
  });

  its('many at once have each the pid of its own', async () => {
    const { start } = await spawnerUnder(guard);
    const started = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const one = await start(`exec sleep ${1000 + index}`);
        return { pid: one.pid, index };
      }),
    );
    await vi.waitFor(() => {
      for (const { pid, index } of started)
        expect(readFileSync(`/proc/${pid}/cmdline`, 'latin1')).toBe(`sleep\0${1000 + index}\0`);
    });
  });

  its('a process is told to end, with its grace, and its group is killed', async () => {
    const { attempt } = await spawnerUnder(guard);
    const test = attempt();
    const ending = runProcess(test.context, [
      'sh',
      '-c',
      'trap "echo cleaned; exit 7" TERM; echo ready; while :; do sleep 0.02; done',
    ]);
    await test.untilLogged('ready');
    test.abort();
    expect(await ending).toEqual({ kind: 'exited', exitCode: 7, stopped: true });
    const other = attempt({ killGraceMs: 20 });
    const killed = runProcess(other.context, [
      'sh',
      '-c',
      'trap "" TERM; sleep 1000 & echo ready; sleep 1000',
    ]);
    await other.untilLogged('ready');
    other.abort();
    expect(await killed).toEqual({ kind: 'killed', signal: 'SIGKILL', stopped: true });
  });

  its('what a script has open is its input and its outputs', async () => {
    const { start } = await spawnerUnder(guard);
    const { stdout } = await start('ls /proc/self/fd');
    // The fourth is the folder that `ls` reads.
    expect((await text(stdout)).trim().split('\n')).toEqual(['0', '1', '2', '3']);
  });

  its('the death of the spawner kills what it has started, and the next script starts', async () => {
    const { start } = await spawnerUnder(guard);
    const { pid, exited } = await start('trap "" TERM; sleep 1000');
    process.kill(parentOf(pid), 'SIGKILL');
    await expect(exited).rejects.toThrow('is gone');
    await expectGroupGone(pid);
    expect(await (await start('exit 5')).exited).toEqual([5, null]);
  });
});

const namespaces = tried.filter(({ name }) => name === 'pid-namespace');
describe.each(namespaces)('in a PID namespace, by right: $right', ({ works, title: _, ...guard }) => {
  const its = it.skipIf(!works);

  its('a script sees no process of others, and can neither feed, hold nor stop the guard', async () => {
    const host = new GuardHost(guard);
    const script = `
      for fd in /proc/1/fd/[3-9]*; do (echo 1000000 > $fd && echo fed); done 2> /dev/null
      (exec 9<> /proc/1/fd/4 && echo held) 2> /dev/null
      kill -STOP 1; kill -KILL 1
      ls /proc | grep -c '^[0-9]' | xargs -I N [ N -lt 10 ] && echo alone
      ${escapes(host.token)}`;
    host.start({ script, liveMs: 2000, renews: true });
    await host.until('up');
    expect(host.said.filter((line) => line !== 'renewed')).toEqual(['alone', 'up']);
    host.signal('SIGSTOP');
    await nothingIsLeft(host, 4000);
  });

  its('the end of the guard ends all, is told, and the next script starts', async () => {
    const { start } = await spawnerUnder(guard);
    const { pid, exited } = await start('setsid sleep 1000 & sleep 1000');
    process.kill(firstProcessWith(pid), 'SIGKILL');
    await expect(exited).rejects.toThrow('is gone');
    expect(await (await start('exit 5')).exited).toEqual([5, null]);
  });

  its('orphans that have ended do not stay', async () => {
    const { spawner, start } = await spawnerUnder(guard);
    const { pid, stdout } = await start('for i in 1 2 3; do (setsid true &); done; echo up; exec sleep 1000');
    await new Promise((resolve) => stdout.once('data', resolve));
    spawner.live(60_000);
    await vi.waitFor(() => {
      spawner.live(60_000);
      expect(companionsOf(pid).filter((one) => statusOf(one).includes('State:\tZ'))).toEqual([]);
      expect(companionsOf(pid)).toHaveLength(3);
    });
  });

  its('a script gains no rights', async () => {
    const { start } = await spawnerUnder(guard);
    const { stdout } = await start('id -u; grep CapAmb /proc/self/status');
    expect(await text(stdout)).toBe(`${process.getuid?.()}\nCapAmb:\t0000000000000000\n`);
  });
});

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(statusOf(pid))?.[1]);
}

function namespaceOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return '';
  }
}

/** All processes of its namespace. */
function companionsOf(pid: number): readonly number[] {
  const own = namespaceOf(pid);
  return readdirSync('/proc')
    .map(Number)
    .filter((other) => other > 0 && namespaceOf(other) === own);
}

function firstProcessWith(pid: number): number {
  return companionsOf(pid).find((other) => /^NSpid:.*\t1$/m.test(statusOf(other))) ?? 0;
}
