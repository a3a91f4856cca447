// stands at: services/worker/src/lint-probe.spec.ts
import { setTimeout as wait } from 'node:timers/promises'; // bites: no-restricted-imports
import { expect, it, test } from 'vitest';
import { master } from '@millrace/master'; // bites: @nx/enforce-module-boundaries

declare function sleep(millis: number): Promise<void>;

it.only('waits', async () => {}); // bites: no-restricted-syntax
test('sleeps', async () => {
  await new Promise((resolve) => setTimeout(resolve, 10)); // bites: no-restricted-globals
  await sleep(10); // bites: no-restricted-syntax
  await wait(10, master);
  expect(true).toBe(true); // bites: no-restricted-syntax
  expect(1).toBe(1); // bites: no-restricted-syntax
  it('forgets to wait', () => expect(Promise.resolve(1)).resolves.toBe(2));
  expect(Promise.resolve(1)).resolves.toBe(2); // bites: @typescript-eslint/no-floating-promises
});
