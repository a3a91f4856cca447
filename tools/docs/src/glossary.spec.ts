import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTEMPT_TRANSITIONS, RUN_TRANSITIONS, TASK_RUN_TRANSITIONS } from '@millrace/dag';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from './repository.js';

const sections = readFileSync(join(REPOSITORY, 'docs/glossary.md'), 'utf8').split(/^## /m);

/** The first cells of the table in a section. */
function statesIn(title: string): readonly string[] {
  const section = sections.find((text) => text.startsWith(title)) ?? '';
  return [...section.matchAll(/^\| `([a-z-]+)`/gm)].map(([, state = '']) => state);
}

describe('the glossary', () => {
  it.each([
    ['States of a run\n', RUN_TRANSITIONS],
    ['States of a task run', TASK_RUN_TRANSITIONS],
    ['States of an attempt', ATTEMPT_TRANSITIONS],
  ])('has all %s, in the order of the lifecycle, and no other', (title, transitions) => {
    expect(statesIn(title).toSorted()).toEqual(Object.keys(transitions).toSorted());
  });
});
