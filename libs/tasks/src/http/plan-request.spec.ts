import { describe, expect, it } from 'vitest';
import { httpSettings } from './definition.js';
import { planRequest } from './plan-request.js';

const plan = (request: Readonly<Record<string, unknown>>) =>
  planRequest(httpSettings.parse({ request: { url: 'http://a/', ...request } }), 'key-1');

describe('planRequest', () => {
  it('asks with GET, the idempotency key and no body unless told otherwise', () => {
    expect(plan({})).toEqual({
      method: 'GET',
      url: new URL('http://a/'),
      headers: { 'accept-encoding': 'identity', 'idempotency-key': 'key-1', 'user-agent': 'millrace' },
    });
  });

  it('adds the query to that of the URL, lists as repeated names, nothing for null', () => {
    const query = { day: { kind: 'date', iso: '2026-11-20' }, id: [1, 2n], gone: null, odd: 'a&b=c' };
    expect(plan({ url: 'http://a/x?old=1', query })).toMatchObject({
      url: new URL('http://a/x?old=1&day=2026-11-20&id=1&id=2&odd=a%26b%3Dc'),
    });
  });

  it('sends text as it is and everything else as JSON', () => {
    expect(plan({ body: '{"a": 1}' })).toMatchObject({ body: '{"a": 1}' });
    expect(plan({ body: '{"a": 1}' })).not.toHaveProperty('headers.content-type');
    expect(plan({ body: { a: 1, b: [true, null, 'x'] } })).toMatchObject({
      body: '{"a":1,"b":[true,null,"x"]}',
      headers: { 'content-type': 'application/json' },
    });
    expect(plan({ body: new Map([['rows', 12n]]) })).toMatchObject({ body: '{"rows":12}' });
    expect(plan({ body: [] })).toMatchObject({ body: '[]' });
    expect(plan({ body: null })).not.toHaveProperty('body');
  });

  it('lets the headers of the task win, whatever their case', () => {
    expect(
      plan({ body: [1], headers: { 'Content-Type': 'application/x', 'Idempotency-Key': 'mine', 'X-N': 3 } }),
    ).toMatchObject({
      headers: { 'content-type': 'application/x', 'idempotency-key': 'mine', 'x-n': '3' },
    });
    expect(plan({ headers: { 'X-None': null } })).not.toHaveProperty('headers.x-none');
  });

  it.each([
    [{ url: 'example.org/x' }, 'request.url'],
    [{ url: '/x' }, 'request.url'],
    [{ headers: { 'Content-Length': 5 } }, 'Content-Length'],
    [{ headers: { 'transfer-encoding': 'chunked' } }, 'transfer-encoding'],
    [{ headers: { 'a b': 'x' } }, 'a b'],
    [{ headers: { 'X-A': 'secret\r\nX-B: 1' } }, 'X-A'],
    [{ headers: { 'X-A': 'secret\u20ac' } }, 'X-A'],
  ])('tells what is wrong with %j, without values', (request, place) => {
    const problem = plan(request);
    expect(problem).toBeTypeOf('string');
    expect(problem).toContain(place);
    expect(problem).not.toContain('secret');
  });
});
