import { describe, expect, it } from 'vitest';
import { claimText, createdText, recordText } from '../testing/index.js';
import { LogCorruptError, LogTooNewError } from './log-errors.js';
import type { RecordForm } from './record-codec.js';
import { decodeRecord, encodeRecord } from './record-codec.js';
import { RECORD_VERSION } from './workflow-record.js';

const fence = { epoch: 3, nonce: 'n' };

describe('the codec of workflow-events', () => {
  it.each([
    ['creation', createdText('log')],
    ['claim', claimText('log', fence)],
    ['record', recordText('log', fence, 7, '水 🜁 \u0000 "quoted"')],
  ])('writes a %s as it was read', (_, text) => {
    expect(encodeRecord(decodeRecord(text))).toBe(text);
  });

  it('writes the present form, which is a whole number from 1 on', () => {
    expect(decodeRecord(createdText('log')).v).toBe(RECORD_VERSION);
    expect(Number.isInteger(RECORD_VERSION) && RECORD_VERSION >= 1).toBe(true);
  });

  it('refuses a newer form, and says what to do', () => {
    const text = JSON.stringify({ v: RECORD_VERSION + 1, kind: 'record' });
    expect(() => decodeRecord(text)).toThrow(LogTooNewError);
    expect(() => decodeRecord(text)).toThrow(
      `has form ${RECORD_VERSION + 1}, this release knows up to ${RECORD_VERSION}: start the newer release`,
    );
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'garbage'],
    ['torn JSON', createdText('log').slice(0, -1)],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"v"'],
    ['a list', '[1]'],
    ['an object without a version', '{"kind":"record"}'],
    ['a version that is text', '{"v":"1"}'],
    ['version 0', '{"v":0}'],
    ['a negative version', '{"v":-1}'],
    ['a broken version', '{"v":0.5}'],
  ])('refuses %s as damaged', (_, text) => {
    expect(() => decodeRecord(text)).toThrow(LogCorruptError);
  });

  it('shows the beginning of what it could not read, and no more', () => {
    const text = `${'x'.repeat(70)}${'y'.repeat(5000)}`;
    expect(() => decodeRecord(text)).toThrow(/x{70}y{10}$/);
  });
});

describe('records of older forms', () => {
  const form: RecordForm = {
    version: 3,
    upcasts: [
      ({ old, ...rest }) => ({ ...rest, v: 2, renamed: old }),
      (record) => ({ ...record, v: 3, added: `after ${String(record.renamed)}` }),
    ],
  };

  it('are taken step by step to the present form', () => {
    expect(decodeRecord('{"v":1,"kind":"record","old":"x"}', form)).toEqual({
      v: 3,
      kind: 'record',
      renamed: 'x',
      added: 'after x',
    });
  });

  it('skip the steps that they have had', () => {
    expect(decodeRecord('{"v":2,"renamed":"y"}', form)).toEqual({ v: 3, renamed: 'y', added: 'after y' });
  });

  it('are left alone when they are of the present form', () => {
    expect(decodeRecord('{"v":3,"old":"z"}', form)).toEqual({ v: 3, old: 'z' });
  });
});
