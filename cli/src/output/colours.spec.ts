import { describe, expect, it } from 'vitest';
import { wantsColour } from './colours.js';
import { stateText } from './states.js';
import { plain } from './colours.js';

describe('colours', () => {
  it('are for terminals', () => {
    expect(wantsColour(undefined, {}, true)).toBe(true);
    expect(wantsColour(undefined, {}, false)).toBe(false);
    expect(wantsColour('auto', { TERM: 'dumb' }, true)).toBe(false);
  });

  it('are refused by NO_COLOR, unless it is empty', () => {
    expect(wantsColour(undefined, { NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColour(undefined, { NO_COLOR: '' }, true)).toBe(true);
  });

  it('are as --color says, whatever the environment', () => {
    expect(wantsColour('always', { NO_COLOR: '1' }, false)).toBe(true);
    expect(wantsColour('never', {}, true)).toBe(false);
  });
});

describe('a state', () => {
  it('is a glyph and a word', () => {
    expect(stateText('succeeded', plain)).toBe('✔ succeeded');
  });

  it('says that a failure was allowed', () => {
    expect(stateText('failed', plain, true)).toBe('✖ failed (allowed)');
  });

  it('of a newer server is still told', () => {
    expect(stateText('constructor', plain)).toBe('· constructor');
  });
});
