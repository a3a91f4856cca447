import { describe, expect, it } from 'vitest';
import { namedEndpoint, wantedWay } from './named-endpoints.js';

describe('the environment', () => {
  it('names an endpoint in the variable of its part', () => {
    expect(namedEndpoint('redis', { MILLRACE_STACK_REDIS: ' redis://r:1 ' })).toEqual({
      text: 'redis://r:1',
      addresses: [{ host: 'r', port: 1 }],
    });
  });

  it('names none in a variable that is empty or not there', () => {
    expect(namedEndpoint('redis', { MILLRACE_STACK_REDIS: '' })).toBeUndefined();
    expect(namedEndpoint('redis', {})).toBeUndefined();
  });

  it('is refused with the form that was expected, and without the text, which may hold a password', () => {
    expect(() => namedEndpoint('database', { MILLRACE_STACK_DATABASE: 'mysql://me:secret@db' })).toThrow(
      /^MILLRACE_STACK_DATABASE does not have the form mysql:\/\/user:password@host:port\/schema\.$/,
    );
  });

  it('says how the stack may be had', () => {
    expect(wantedWay({})).toBe('any');
    expect(wantedWay({ MILLRACE_STACK: 'native' })).toBe('native');
    expect(() => wantedWay({ MILLRACE_STACK: 'podman' })).toThrow('container, native, off');
  });
});
