// stands at: libs/dag/src/run/lint-probe.spec.ts
// passes: @nx/enforce-module-boundaries, millrace/pure-imports, millrace/test-code, millrace/no-deep-path
// passes: no-restricted-globals, no-restricted-imports, no-restricted-syntax
import { readFileSync } from 'node:fs';
import { describeWithFixtures } from '@millrace/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { given } from '../../testing/given.js';

it('reads its golden file', () => {
  describeWithFixtures('golden', (dir) => readFileSync(dir));
  expect(fc.string()).toBe(given);
  expect(new Date(0).getTime()).toBe(0);
});
