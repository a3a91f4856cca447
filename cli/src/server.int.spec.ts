import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FAKE_RUN, FAKE_TOKEN, fakeApi } from '../testing/fake-engine.js';
import type { TestContext } from '../testing/test-context.js';
import { testContext } from '../testing/test-context.js';
import { runCli } from './run-cli.js';

const open: Server[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Setting {
  readonly context: TestContext;
  readonly requests: readonly string[];
}

/** A server whose run ends so, and a world that knows it. */
async function serverOf(ends: string, terminal = false, token = FAKE_TOKEN): Promise<Setting> {
  const api = fakeApi(ends);
  const server = createServer(api.handle);
  open.push(server);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const cwd = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
  folders.push(cwd);
  const env = { MILLRACE_URL: `http://127.0.0.1:${String(port)}`, MILLRACE_TOKEN: token };
  return { context: testContext({ cwd, env, terminal }), requests: api.requests };
}

describe('commands that speak to a server', () => {
  it('print the answer of the API unchanged', async () => {
    const { context } = await serverOf('succeeded');
    expect(await runCli(['run', 'list', '-o', 'json'], context)).toBe(0);
    expect(JSON.parse(context.stdout.text())).toMatchObject({
      items: [{ id: FAKE_RUN }],
      nextCursor: null,
      later: 'kept',
    });
  });

  it('look for a workflow in its project', async () => {
    const { context } = await serverOf('succeeded');
    expect(await runCli(['run', 'list', '--workflow', 'retail/fake', '-o', 'name'], context)).toBe(0);
    expect(await runCli(['run', 'list', '--workflow', 'a/b', '--project', 'c'], context)).toBe(2);
  });

  it('take @latest for the newest run', async () => {
    const { context } = await serverOf('succeeded');
    expect(await runCli(['run', 'get', '@latest', '-o', 'name'], context)).toBe(0);
    expect(context.stdout.text()).toBe(`${FAKE_RUN}\n`);
  });

  it('are exit 9 with a wrong token', async () => {
    const { context } = await serverOf('succeeded', false, 'wrong');
    expect(await runCli(['run', 'list'], context)).toBe(9);
    expect(context.stderr.text()).toContain('--token');
  });

  it('are exit 6 for a run that is not there', async () => {
    const { context } = await serverOf('succeeded');
    expect(await runCli(['run', 'get', FAKE_RUN.replace(/a$/, 'b')], context)).toBe(6);
    expect(await runCli(['run', 'get', 'nonsense'], context)).toBe(6);
  });

  it('are exit 7 when the run is not in the state for it', async () => {
    const { context } = await serverOf('succeeded');
    expect(await runCli(['run', 'resume', '@latest'], context)).toBe(7);
    expect(context.stderr.text()).toContain('NOT_PAUSED');
  });

  it('are exit 10 when nobody listens', async () => {
    const { context } = await serverOf('succeeded');
    open[0]?.close();
    expect(await runCli(['worker', 'list'], context)).toBe(10);
    expect(context.stderr.text()).toContain('ECONNREFUSED');
  });

  it('apply a file after checking it', async () => {
    const { context, requests } = await serverOf('succeeded');
    writeFileSync(join(context.cwd, 'w.yaml'), 'name: fake\n');
    expect(await runCli(['workflow', 'apply', 'w.yaml'], context)).toBe(0);
    expect(context.stdout.text()).toContain('default/fake  1        created');
    expect(requests).toEqual(['POST /workflows/validate', 'PUT /projects/default/workflows/fake']);
  });
});

describe('run start', () => {
  it('gives the id of the run', async () => {
    const { context } = await serverOf('succeeded');
    expect(await runCli(['run', 'start', 'fake', '-o', 'name'], context)).toBe(0);
    expect(context.stdout.text()).toBe(`${FAKE_RUN}\n`);
  });

  it.each([
    ['succeeded', 0],
    ['failed', 3],
    ['stopped', 5],
  ])('--watch of a run that is %s: exit %i', async (ends, code) => {
    const { context } = await serverOf(ends);
    expect(await runCli(['run', 'start', 'fake', '--watch', '-o', 'json'], context)).toBe(code);
    expect(JSON.parse(context.stdout.text())).toMatchObject({ state: ends });
    expect(context.stderr.text()).toContain('a ● running');
  });

  it('--wait shows no progress, and names the next command', async () => {
    const { context } = await serverOf('failed');
    expect(await runCli(['run', 'start', '--wait', 'fake'], context)).toBe(3);
    expect(context.stderr.text()).not.toContain('a ● running');
    expect(context.stderr.text()).toContain(`Next: millrace run logs ${FAKE_RUN} a`);
  });

  it('--wait with a limit is exit 4 when it has passed: the run goes on', async () => {
    const { context, requests } = await serverOf('never');
    expect(await runCli(['run', 'start', 'fake', '--wait=0.2'], context)).toBe(4);
    expect(context.stderr.text()).toContain(`millrace run stop ${FAKE_RUN}`);
    expect(requests).not.toContain(`POST /runs/${FAKE_RUN}/stop`);
  });

  it('is exit 130 when it is interrupted: the run goes on', async () => {
    const { context, requests } = await serverOf('never');
    const ended = runCli(['run', 'watch', FAKE_RUN], context);
    await context.said('a ● running');
    context.interrupt();
    expect(await ended).toBe(130);
    expect(requests).not.toContain(`POST /runs/${FAKE_RUN}/stop`);
  });

  it('paints a window on a terminal, and takes it away at the end', async () => {
    const { context } = await serverOf('succeeded', true);
    expect(await runCli(['run', 'watch', FAKE_RUN], context)).toBe(0);
    expect(context.stderr.text()).toContain('\u001b[?25h');
    expect(context.stderr.text()).toContain('succeeded');
  });
});

describe('run logs', () => {
  it('gives the log as it was written to programs', async () => {
    const { context } = await serverOf('failed');
    expect(await runCli(['run', 'logs', '@latest', 'a'], context)).toBe(0);
    expect(context.stdout.text()).toBe('step 1\n\u001b]0;pwned\u0007\u001b[31mstep 2\n');
  });

  it('gives nothing but colours to a terminal, whole or tail', async () => {
    for (const args of [[], ['--tail', '5']]) {
      const { context } = await serverOf('failed', true);
      expect(await runCli(['run', 'logs', '@latest', 'a', ...args], context)).toBe(0);
      expect(context.stdout.text()).toBe('step 1\n\u001b[31mstep 2\u001b[0m\n');
    }
  });
});
