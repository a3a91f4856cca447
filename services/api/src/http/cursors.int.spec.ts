import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HELLO, NOW, startApi } from '../../testing/api-harness.js';
import type { Api } from '../../testing/api-harness.js';
import { RecordWriter } from '../../testing/record-writer.js';

const LISTS = [
  '/api/v1/projects',
  '/api/v1/projects/retail/workflows',
  '/api/v1/projects/other/workflows',
  '/api/v1/projects/retail/workflows/hello/versions',
  '/api/v1/runs',
];

let api: Api;
beforeEach(async () => {
  api = await startApi();
  for (const project of ['retail', 'other']) {
    for (const name of ['hello', 'world']) {
      const body = HELLO.replace('retail', project).replace('name: hello', `name: ${name}`);
      await api.ask('PUT', `/api/v1/projects/${project}/workflows/${name}`, { body });
    }
  }
  const body = HELLO.replace('eu', 'us');
  await api.ask('PUT', '/api/v1/projects/retail/workflows/hello', { body });
  const writer = new RecordWriter(api.log, 1);
  for (const id of ['0198f000-0000-8001-8000-000000000001', '0198f000-0000-8001-8000-000000000002'])
    api.store.runs.set(id, writer.row(id, 1, 2, { startedAt: NOW }));
});
afterEach(() => api.close());

describe('The cursor of a list', () => {
  it.each(LISTS)('of %s is taken there, and refused by every other list', async (path) => {
    const first = await api.ask('GET', `${path}?limit=1`);
    const cursor = String(first.body.nextCursor);
    const told = await Promise.all(LISTS.map((list) => api.ask('GET', `${list}?limit=1&cursor=${cursor}`)));

    expect(told.map(({ status }) => status)).toEqual(LISTS.map((list) => (list === path ? 200 : 400)));
    expect(told.filter(({ status }) => status === 400).map(({ body }) => body)).toMatchObject(
      Array(LISTS.length - 1).fill({
        code: 'INVALID_CURSOR',
        detail: 'The cursor is not from this list: begin again without one.',
      }),
    );
  });
});
