import { describe, expect, it } from 'vitest';
import { checkResponse, statusMatches } from './expectation.js';

const seen = { status: 503, statusText: 'Service Unavailable', text: 'x'.repeat(600) };

describe('checkResponse', () => {
  it('matches a status by its number or by its class', () => {
    expect(statusMatches(['2xx'], 204)).toBe(true);
    expect(statusMatches(['200', '404'], 404)).toBe(true);
    expect(statusMatches(['2xx'], 302)).toBe(false);
    expect(statusMatches(['20'], 200)).toBe(false);
  });

  it('accepts what is expected', () => {
    expect(checkResponse({ status: ['5xx'], bodyContains: 'xx' }, seen)).toBeUndefined();
  });

  it('shows status, expectation and the first 500 characters of the body', () => {
    const failure = checkResponse({ status: ['2xx', '404'] }, seen);
    expect(failure?.code).toBe('HTTP_STATUS');
    expect(failure?.message).toContain('503 Service Unavailable, expected 2xx or 404');
    expect(failure?.message).toMatch(/[^x]x{500}$/);
  });

  it('tells which text is missing', () => {
    const failure = checkResponse({ status: ['5xx'], bodyContains: 'done' }, { ...seen, text: '' });
    expect(failure).toMatchObject({ code: 'HTTP_BODY' });
    expect(failure?.message).toContain('"done"');
    expect(failure?.message).toContain('The body is empty');
  });
});
