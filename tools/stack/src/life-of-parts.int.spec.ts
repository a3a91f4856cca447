import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findProgram } from './processes/find-program.js';
import { identify } from './processes/process-identity.js';
import type { RunCommand } from './processes/run-command.js';
import { stackEndpoints } from './stack-endpoints.js';
import { Stack } from './stack.js';
import type { Standing } from './standing.js';

let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'millrace-stack-'));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

const pidOf = (standing: Standing | undefined): number => (standing?.up ? (standing.pid ?? 0) : 0);

describe.runIf(findProgram('redis-server'))('a part of its own', () => {
  const own = () => new Stack({ home, environment: { MILLRACE_STACK: 'native' } });

  afterEach(async () => {
    await own().down(['redis']);
  });

  it('is started once, also when two ask at the same time', async () => {
    const [one, other] = await Promise.all([own().up(['redis']), own().up(['redis'])]);

    expect(pidOf(one.redis)).toBeGreaterThan(0);
    expect(other).toEqual(one);
    expect(await own().status(['redis'])).toEqual(one);
  });

  it('is known to have ended when it was killed, and starts anew where its clients look for it', async () => {
    const { redis } = await own().up(['redis']);
    const pid = pidOf(redis);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(identify(pid)).toBeUndefined(), { timeout: 10_000 });

    expect((await own().status(['redis'])).redis).toEqual({
      up: false,
      way: 'native',
      reason: `process ${pid} has ended by itself`,
    });
    expect((await own().up(['redis'])).redis).toMatchObject({ up: true, at: redis?.up && redis.at });
  });

  it('leaves no process when it is taken down', async () => {
    const pid = pidOf((await own().up(['redis'])).redis);

    await own().down(['redis'], { wipe: true });

    expect(identify(pid)).toBeUndefined();
    expect((await own().status(['redis'])).redis).toEqual({ up: false, reason: 'not started' });
  });

  it('logs', async () => {
    await own().up(['redis']);

    expect((await own().logs('redis', 100)).join('\n')).toContain('Ready to accept connections');
  });
});

describe('a part in a container', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.close();
    server = undefined;
  });

  /** Plays an engine: what compose is told to start is a port that answers as Redis does. */
  const engine = vi.fn<RunCommand>(async (_program, args, options) => {
    const port = options?.env?.['MILLRACE_STACK_REDIS_PORT'];
    if (args.includes('up')) {
      const { promise, resolve } = Promise.withResolvers<void>();
      server = createServer((socket) => socket.once('data', () => socket.end('+PONG\r\n')));
      server.listen(Number(port), '127.0.0.1', resolve);
      await promise;
    }
    return { ok: true, output: 'line' };
  });
  const contained = () => new Stack({ home, environment: {}, run: engine });

  it('is preferred where there is an engine, and found again', async () => {
    const { redis } = await contained().up(['redis']);

    expect(redis).toMatchObject({ up: true, way: 'container' });
    expect(await contained().status(['redis'])).toEqual({ redis });
    expect(await contained().logs('redis', 3)).toEqual(['line']);
  });

  it('is stopped by the engine', async () => {
    await contained().up(['redis']);
    await contained().down(['redis']);

    expect(engine.mock.lastCall?.[1].slice(-2)).toEqual(['stop', 'redis']);
    expect((await contained().status(['redis'])).redis).toEqual({ up: false, reason: 'not started' });
  });

  it('leaves nothing behind when it does not start, and is then missing with the reason', async () => {
    const broken = vi.fn<RunCommand>(async (_program, args) => ({
      ok: !args.includes('up'),
      output: 'no such image',
    }));

    const outcome = await stackEndpoints(['redis'], {
      home,
      environment: { MILLRACE_STACK: 'container' },
      run: broken,
    });

    expect(outcome).toEqual({ missing: 'redis: the containers did not start (no such image)' });
    expect(broken.mock.lastCall?.[1]).toContain('rm');
  });
});

describe('endpoints', () => {
  const ask = (environment: Record<string, string>) => stackEndpoints(['redis'], { home, environment });

  it('are those that the environment names, when they answer', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end('+PONG\r\n')));
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const answered = await ask({ MILLRACE_STACK_REDIS: `redis://127.0.0.1:${port}` });
    server.close();

    expect(answered).toEqual({ redis: { host: '127.0.0.1', port } });
    expect(await ask({ MILLRACE_STACK_REDIS: `redis://127.0.0.1:${port}` })).toEqual({
      missing: 'redis: MILLRACE_STACK_REDIS names an endpoint that does not answer',
    });
  });

  it('are missing, with the reason, when the stack is off or a variable is not understood', async () => {
    expect(await ask({ MILLRACE_STACK: 'off' })).toEqual({ missing: 'redis: MILLRACE_STACK is off' });
    expect(await ask({ MILLRACE_STACK_REDIS: 'here' })).toEqual({
      missing: 'MILLRACE_STACK_REDIS does not have the form redis://host:port.',
    });
  });
});
