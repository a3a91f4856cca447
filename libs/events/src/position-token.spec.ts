import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PositionToken } from './position-token.js';
import { formatPosition, parsePosition } from './position-token.js';

const token: fc.Arbitrary<PositionToken> = fc.record({
  kind: fc.constantFrom('record' as const, 'command' as const),
  logId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  partition: fc.nat({ max: 4095 }),
  offset: fc.nat({ max: 999_999_999_999_999 }),
});

describe('position tokens (L55)', () => {
  it('name a record by log, partition and offset', () => {
    expect(formatPosition({ kind: 'record', logId: 'log-1', partition: 3, offset: 42 })).toBe('log-1:3:42');
  });

  it('name a command without an outcome by its topic besides', () => {
    expect(formatPosition({ kind: 'command', logId: 'log-1', partition: 3, offset: 42 })).toBe(
      'log-1:commands:3:42',
    );
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(token, (one) => {
        expect(parsePosition(formatPosition(one))).toEqual(one);
      }),
    );
  });

  it('keep an id of a log apart that looks like the topic', () => {
    expect(parsePosition('commands:1:2')).toEqual({
      kind: 'record',
      logId: 'commands',
      partition: 1,
      offset: 2,
    });
  });

  it.each([
    '',
    'log',
    'log:1',
    'log:1:',
    ':1:2',
    'log:-1:2',
    'log:1:-2',
    'log:1:2.5',
    'log:1:0x10',
    'log:mailbox:1:2',
    'log:1:2:3',
    'log:1:2 ',
    'log:1:2\n',
    'lög:1:2',
    `${'x'.repeat(65)}:1:2`,
    'log:1:9999999999999999',
  ])('are nothing else: %j is refused', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
