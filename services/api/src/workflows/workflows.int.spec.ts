import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HELLO, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';

const PATH = '/api/v1/projects/retail/workflows/hello';
const CHANGED = HELLO.replace('needs: [first]', 'needs: []');

let api: Api;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const put = (body: string, headers: Record<string, string> = {}, query = '') =>
  api.ask('PUT', PATH + query, { body, headers });
const entries = async () =>
  (await api.log.read('catalog', 0, 0, 100)).records.map(({ key }) => key?.replace(/[0-9a-f]{64}/, 'HASH'));

describe('publishing a workflow', () => {
  it('appends its project, its definition and then its first version', async () => {
    const told = await put(HELLO);

    expect(told).toMatchObject({
      status: 201,
      body: { project: 'retail', name: 'hello', version: 1, created: true, unchanged: false },
    });
    expect(told.headers).toMatchObject({ etag: `"v1-${told.body.hash.slice(0, 12)}"`, location: PATH });
    expect(await entries()).toEqual(['project/retail', 'definition/HASH', 'workflow/retail/hello']);
  });

  it('gives the present version for content that means the same', async () => {
    await put(HELLO);
    const told = await put(`# a comment\n${HELLO}`);

    expect(told).toMatchObject({ status: 200, body: { version: 1, created: false, unchanged: true } });
    expect(await entries()).toHaveLength(3);
  });

  it('makes the next version of other content, and of the first content again', async () => {
    await put(HELLO);
    expect(await put(CHANGED)).toMatchObject({ status: 200, body: { version: 2, unchanged: false } });
    expect(await put(HELLO)).toMatchObject({ status: 200, body: { version: 3, unchanged: false } });

    const versions = await api.ask('GET', `${PATH}/versions?limit=2`);
    expect(versions.body.items.map(({ version }: { version: number }) => version)).toEqual([3, 2]);
    const rest = await api.ask('GET', `${PATH}/versions?cursor=${versions.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
  });

  it('decides puts that come together one after the other', async () => {
    const files = Array.from({ length: 8 }, (_, n) =>
      HELLO.replace('first: {', `extra${n}: { type: noop }\n  first: {`),
    );
    const told = await Promise.all(files.map((file) => put(file)));

    expect(told.map(({ body }) => body.version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await api.ask('GET', `${PATH}/versions`)).body.items).toHaveLength(8);
  });

  it('writes nothing in a dry run', async () => {
    expect(await put(HELLO, {}, '?dryRun=true')).toMatchObject({
      status: 200,
      body: { version: 1, created: true },
    });
    expect(await entries()).toEqual([]);
    expect(await api.ask('GET', PATH)).toMatchObject({ status: 404, body: { code: 'UNKNOWN_WORKFLOW' } });
  });

  it('refuses a file that is not valid, with every place', async () => {
    const told = await put(
      HELLO.replace('needs: [first]', 'needs: [fist]').replace('type: noop }', 'type: nop }'),
    );

    expect(told).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(told.body.errors.length).toBeGreaterThan(1);
    expect(told.body.errors[0]).toMatchObject({
      line: expect.any(Number),
      column: expect.any(Number),
      pointer: expect.any(String),
    });
  });

  it('refuses a file of another workflow', async () => {
    expect(await put(HELLO.replace('name: hello', 'name: other'))).toMatchObject({
      status: 400,
      body: {
        code: 'NAME_MISMATCH',
        errors: [{ pointer: '/name', hint: expect.stringContaining('name: hello') }],
      },
    });
  });

  it('takes JSON as well', async () => {
    const body = {
      apiVersion: 'v1',
      kind: 'Workflow',
      name: 'hello',
      project: 'retail',
      tasks: { a: { type: 'noop' } },
    };

    expect(await api.ask('PUT', PATH, { body })).toMatchObject({ status: 201 });
  });

  it('refuses a change of a version that is not the newest any more', async () => {
    const first = await put(HELLO);
    const etag = String(first.headers['etag']);
    expect(await put(CHANGED, { 'if-match': etag })).toMatchObject({ status: 200 });
    expect(await put(HELLO, { 'if-match': '' })).toMatchObject({ status: 412 });
    expect(await put(HELLO, { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 'STALE_VERSION' },
    });
    expect(await put(HELLO, { 'if-none-match': '*' })).toMatchObject({
      status: 412,
      body: { code: 'ALREADY_EXISTS' },
    });
  });
});

describe('reading workflows', () => {
  it('answers 304 to who has the version already', async () => {
    await put(HELLO);
    const told = await api.ask('GET', PATH);
    expect(told.body).toMatchObject({
      version: 1,
      source: HELLO,
      definition: { name: 'hello', tasks: { second: { needs: ['first'] } } },
    });

    const again = await api.ask('GET', PATH, {
      headers: { 'if-none-match': `"x", W/${String(told.headers['etag'])}` },
    });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  it('gives lists, older versions and the graph', async () => {
    await put(HELLO);
    await put(CHANGED);

    expect((await api.ask('GET', '/api/v1/projects')).body).toMatchObject({
      items: [{ name: 'retail' }],
      nextCursor: null,
    });
    expect((await api.ask('GET', '/api/v1/projects/retail/workflows')).body.items).toMatchObject([
      { name: 'hello', version: 2, tasks: 2 },
    ]);
    expect((await api.ask('GET', `${PATH}/versions/1`)).body).toMatchObject({ version: 1 });
    expect((await api.ask('GET', `${PATH}/versions/9`)).body).toMatchObject({ code: 'UNKNOWN_VERSION' });
    expect((await api.ask('GET', `${PATH}/graph?version=1`)).body).toEqual({
      nodes: [
        { name: 'first', type: 'noop', level: 0 },
        { name: 'second', type: 'noop', level: 1 },
      ],
      edges: [{ from: 'first', to: 'second' }],
      levels: 2,
    });
  });

  it('answers what is no name with 404, and refuses to make it', async () => {
    expect(await api.ask('GET', '/api/v1/projects/No%20Name')).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_PROJECT' },
    });
    expect(await api.ask('GET', '/api/v1/projects/..%2f..%2fetc')).toMatchObject({ status: 404 });
    expect(await api.ask('PUT', '/api/v1/projects/constructor', { body: {} })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_NAME' },
    });
  });
});

describe('projects', () => {
  it('are made by the first PUT and changed by the next', async () => {
    const path = '/api/v1/projects/retail';
    expect(await api.ask('PUT', path, { body: { title: 'Retail' } })).toMatchObject({
      status: 201,
      body: { title: 'Retail' },
    });
    expect(await api.ask('PUT', path, { body: { title: 'Shops' } })).toMatchObject({ status: 200 });
    expect((await api.ask('GET', path)).body).toMatchObject({ name: 'retail', title: 'Shops' });
  });
});

describe('checking a workflow file', () => {
  it('tells what is wrong without an error', async () => {
    const check = (body: string) => api.ask('POST', '/api/v1/workflows/validate', { body });

    expect(await check(HELLO)).toMatchObject({
      status: 200,
      body: { valid: true, project: 'retail', name: 'hello', tasks: 2 },
    });
    expect(await check('name: [')).toMatchObject({ status: 200, body: { valid: false } });
    expect(await check('   ')).toMatchObject({ status: 400, body: { code: 'EMPTY_BODY' } });
  });
});
