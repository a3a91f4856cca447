import { describe, expect, it } from 'vitest';
import { decideRedirect } from './redirect.js';

const post = (url: string) => ({
  method: 'POST',
  url: new URL(url),
  headers: { 'content-type': 'text/plain', authorization: 'x' },
  body: 'text',
});
const decide = (from: string, status: number, location?: string) =>
  decideRedirect(post(from), { status, location });

describe('decideRedirect', () => {
  it.each([
    [200, '/x'],
    [304, '/x'],
    [302, undefined],
  ])('takes %s to %s as an answer', (status, location) => {
    expect(decide('http://a/', status, location)).toEqual({ kind: 'none' });
  });

  it.each([
    ['http://a/x', '/y', 'http://a/y'],
    ['http://a/x/y', 'z?q=1', 'http://a/x/z?q=1'],
    ['http://a:8080/', 'http://A:8080/y', 'http://a:8080/y'],
    ['http://a/', 'https://a/', 'https://a/'],
  ])('follows from %s to %s', (from, location, url) => {
    const decision = decide(from, 307, location);
    expect(decision).toMatchObject({ kind: 'follow', request: { method: 'POST', body: 'text' } });
    expect(decision.kind === 'follow' && decision.request.url.href).toBe(url);
  });

  it.each([
    ['http://a/', 'http://b/'],
    ['http://a/', '//b/'],
    ['http://a/', 'http://a:8080/'],
    ['http://a:8080/', 'https://a:8443/'],
    ['https://a/', 'http://a/'],
    ['http://a/', 'file:///etc/passwd'],
    ['http://a/', 'http://a.evil/'],
    ['http://a/', 'http://'],
  ])('refuses to go from %s to %s', (from, location) => {
    expect(decide(from, 302, location).kind).toBe('refuse');
  });

  it.each([301, 302, 303])('goes on with GET and without the body after %i', (status) => {
    const decision = decide('http://a/', status, '/y');
    expect(decision).toEqual({
      kind: 'follow',
      request: { method: 'GET', url: new URL('http://a/y'), headers: { authorization: 'x' } },
    });
  });

  it('names both places without what may be secret in them', () => {
    const decision = decide('http://user:pw@a/?token=1', 302, 'http://b/?token=2');
    expect(decision.kind === 'refuse' && decision.message).not.toMatch(/token|pw/);
  });
});
