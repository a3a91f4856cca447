import { describe, expect, it } from 'vitest';
import { colouredLine, neutralise, plainLine } from './escapes.js';

const RED = '\u001b[31m';
const RESET = '\u001b[0m';

describe('neutralise', () => {
  it('makes the start of every escape sequence visible', () => {
    expect(neutralise(`a${RED}b`)).toBe('a␛[31mb');
    expect(neutralise('a\u009b31mb')).toBe('a\\x9b31mb');
    expect(neutralise('bell\u0007 del\u007f')).toBe('bell␇ del␡');
  });

  it('makes line breaks and direction overrides visible, so that one name stays one name', () => {
    expect(neutralise('a\nb\rc')).toBe('a␊b␍c');
    expect(neutralise('gpj.\u202eexe')).toBe('gpj.\\u202eexe');
  });

  it('leaves text of any script as it is', () => {
    expect(neutralise('täglich 日次 ✔')).toBe('täglich 日次 ✔');
  });
});

describe('plainLine', () => {
  it.each([
    ['a title', 'x\u001b]0;pwned\u0007y'],
    ['a title ended by ST', 'x\u001b]0;pwned\u001b\\y'],
    ['a title by its C1 control', 'x\u009d0;pwned\u009cy'],
    ['a link', 'x\u001b]8;;http://a.example\u0007y'],
    ['a clipboard write', 'x\u001b]52;c;cHduZWQ=\u0007y'],
    ['a device control string', 'x\u001bPq#0\u001b\\y'],
    ['a colour', `x${RED}y`],
    ['a cursor move', 'x\u001b[2;2Hy'],
    ['a mode', 'x\u001b[?1049hy'],
    ['a reset', 'x\u001bcy'],
    ['a character set', 'x\u001b(0y'],
  ])('takes out %s', (_what, line) => {
    expect(plainLine(line)).toBe('xy');
  });

  it('takes out a sequence that the line does not end', () => {
    expect(plainLine('x\u001b]0;never ended')).toBe('x');
    expect(plainLine('x\u001b[12')).toBe('x');
    expect(plainLine('x\u001b')).toBe('x');
  });

  it('leaves no ESC of nested sequences', () => {
    expect(plainLine('\u001b]0;a\u001b]0;b\u0007c')).not.toContain('\u001b');
    expect(plainLine('\u001b\u001b[31mred')).not.toContain('\u001b');
  });

  it('drops the CR of a CR LF and shows any other', () => {
    expect(plainLine('text\r')).toBe('text');
    expect(plainLine('10%\r20%')).toBe('10%␍20%');
  });

  it('keeps tabs', () => {
    expect(plainLine('a\tb')).toBe('a\tb');
  });
});

describe('colouredLine', () => {
  it('keeps colours and ends them with the line', () => {
    expect(colouredLine(`${RED}red`)).toBe(`${RED}red${RESET}`);
    expect(colouredLine('\u001b[38:2::1:2:3mx')).toBe(`\u001b[38:2::1:2:3mx${RESET}`);
  });

  it('takes out all other sequences', () => {
    expect(colouredLine(`${RED}a\u001b]0;t\u0007\u001b[2Jb\u001b[1Ac`)).toBe(`${RED}abc${RESET}`);
  });

  it('leaves lines without colours as they are', () => {
    expect(colouredLine('plain')).toBe('plain');
  });
});
