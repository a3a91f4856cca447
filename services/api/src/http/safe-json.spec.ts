import { describe, expect, it } from 'vitest';
import { UnsafeJsonError, parseSafeJson } from './safe-json.js';

describe('parseSafeJson', () => {
  it('gives what JSON.parse gives for harmless text', () => {
    const text = '{"a":[1,"}]{[",{"b":"\\"["}],"constructor":"smith","prototype":1}';

    expect(parseSafeJson(text)).toEqual(JSON.parse(text));
  });

  it('counts depth outside of texts only', () => {
    const deep = `"${'['.repeat(1000)}"`;

    expect(parseSafeJson(deep)).toHaveLength(1000);
    expect(parseSafeJson('['.repeat(64) + ']'.repeat(64))).toHaveLength(1);
    expect(() => parseSafeJson('['.repeat(65) + ']'.repeat(65))).toThrow(UnsafeJsonError);
  });

  it.each([
    '{"__proto__":1}',
    '[[{"a":{"__proto__":{}}}]]',
    '{"\\u005F_proto__":1}',
    '{"constructor":{"prototype":1}}',
  ])('refuses %s', (text) => {
    expect(() => parseSafeJson(text)).toThrow(expect.objectContaining({ code: 'FORBIDDEN_KEY' }));
  });

  it.each([
    ['{"params":{"n":1e400}}', '/params/n'],
    ['{"a/b":[0,[-1e999]]}', '/a~1b/1/0'],
  ])('refuses a number that no double holds, with its place: %s', (text, pointer) => {
    expect(() => parseSafeJson(text)).toThrow(
      expect.objectContaining({
        code: 'NOT_FINITE',
        pointer,
        message: expect.stringContaining('finite number'),
      }),
    );
  });

  it('says what is wrong with text that is no JSON', () => {
    expect(() => parseSafeJson('{"a"')).toThrow(expect.objectContaining({ code: 'MALFORMED_JSON' }));
  });
});
