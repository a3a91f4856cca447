import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testContext } from '../../testing/test-context.js';
import { findEndpoint, requireEndpoint } from './endpoint.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'millrace-endpoint-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function serverIn(folder: string, endpoint: object | string): void {
  mkdirSync(join(cwd, folder));
  writeFileSync(
    join(cwd, folder, 'endpoint.json'),
    typeof endpoint === 'string' ? endpoint : JSON.stringify(endpoint),
  );
  writeFileSync(join(cwd, folder, 'token'), 'secret\n');
}

describe('the server', () => {
  it('is found in .millrace of the current folder, with its token', async () => {
    serverIn('.millrace', { url: 'http://127.0.0.1:8420', tokenFile: 'token' });
    expect(await findEndpoint(testContext({ cwd }), {})).toEqual({
      url: 'http://127.0.0.1:8420',
      token: 'secret',
    });
  });

  it('is found in the folder that MILLRACE_DATA or --data names', async () => {
    serverIn('other', { socket: 'api.sock' });
    const found = { socket: join(cwd, 'other', 'api.sock'), token: 'secret' };
    expect(await findEndpoint(testContext({ cwd, env: { MILLRACE_DATA: 'other' } }), {})).toEqual(found);
    const env = { MILLRACE_URL: 'http://elsewhere.example' };
    expect(await findEndpoint(testContext({ cwd, env }), { data: 'other' })).toEqual(found);
  });

  it('is the one that is named, and gets no token of another', async () => {
    serverIn('.millrace', { url: 'http://127.0.0.1:8420' });
    const context = testContext({ cwd, env: { MILLRACE_URL: 'https://millrace.example' } });
    expect(await findEndpoint(context, {})).toEqual({ url: 'https://millrace.example' });
    expect(await findEndpoint(context, { url: 'http://127.0.0.1:8420/' })).toEqual({
      url: 'http://127.0.0.1:8420',
      token: 'secret',
    });
  });

  it('gets the token that is given, --token before MILLRACE_TOKEN', async () => {
    serverIn('.millrace', { url: 'http://127.0.0.1:8420' });
    const context = testContext({ cwd, env: { MILLRACE_TOKEN: 'from-env' } });
    expect(await findEndpoint(context, {})).toMatchObject({ token: 'from-env' });
    expect(await findEndpoint(context, { token: 'given' })).toMatchObject({ token: 'given' });
  });

  it('may be a unix socket', async () => {
    expect(await findEndpoint(testContext({ cwd }), { url: 'unix:/run/millrace.sock' })).toEqual({
      socket: '/run/millrace.sock',
    });
  });

  it('is not known without a folder, or with a broken file in it', async () => {
    await expect(requireEndpoint(testContext({ cwd }), {})).rejects.toMatchObject({ exitCode: 10 });
    serverIn('.millrace', '{broken');
    await expect(requireEndpoint(testContext({ cwd }), {})).rejects.toMatchObject({ exitCode: 10 });
  });

  it('must have an address that makes sense', async () => {
    await expect(findEndpoint(testContext({ cwd }), { url: 'localhost:8420' })).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});
