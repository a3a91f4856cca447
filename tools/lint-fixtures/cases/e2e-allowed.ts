// stands at: e2e/lint-probe.e2e.spec.ts
// passes: @nx/enforce-module-boundaries, millrace/test-code, no-restricted-imports
import { routes } from '@millrace/api-contract';
import { fixturesDir } from '@millrace/testing';
import { standalone } from '@millrace/standalone';
import { it } from 'vitest';

it('starts', () => [routes, fixturesDir, standalone]);
