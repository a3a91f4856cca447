import { stat } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { TaskContext, TaskExecutor, TaskType } from '../src/index.js';
import { expectGroupGone } from './expect-group-gone.js';
import type { TestContext, TestContextOptions } from './make-context.js';
import { makeContext } from './make-context.js';

type Settings = TaskContext['settings'];

/** What the suite needs to know of a task type. */
export interface TaskContractCase {
  /** Succeeds at once; a type that spawns prints its whole environment. */
  readonly short: Settings;
  /** Ends only when it is told to. `marker`: what it logs once it is under way; absent: from the first moment. */
  readonly endless: { readonly settings: Settings; readonly marker?: string };
  /** Succeeds after logging many times; absent for a type that never logs. */
  readonly chatty?: Settings;
  /** What people get wrong: how it must fail. */
  readonly wrong: readonly { readonly settings: Settings; readonly code: string }[];
}

/** The suite that every task type passes. `given` is called inside the tests, so it may use what hooks have made. */
export function taskContract(type: TaskType, given: () => TaskContractCase): void {
  const made: TestContext[] = [];
  const contextFor = (options: TestContextOptions): TestContext => {
    const context = makeContext({ spawns: type.spawns, ...options });
    made.push(context);
    return context;
  };
  const run = async (test: TestContext): ReturnType<TaskExecutor> =>
    await (
      await type.executor()
    )(test.context);
  afterEach(() => {
    for (const context of made.splice(0)) context.remove();
  });

  describe(`task type ${type.type}, definition`, () => {
    it('has a name and a summary that is a sentence', () => {
      expect(type.type).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(type.summary).toMatch(/^[A-Z].*\.$/);
    });

    it('has settings that refuse unknown keys and can be written as JSON Schema', () => {
      const schema = z.toJSONSchema(type.settings);
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(type.settings.safeParse({ ...given().short, unheardOf: 1 }).success).toBe(false);
    });

    it('names only keys of its own as code or values', () => {
      const named = [...type.codeKeys, ...(type.valueKeys ?? [])];
      expect(Object.keys(type.settings.shape)).toEqual(expect.arrayContaining(named));
    });

    it('takes the settings that its executor runs with', () => {
      expect(type.settings.safeParse(given().short).error).toBeUndefined();
      expect(type.settings.safeParse(given().endless.settings).error).toBeUndefined();
    });
  });

  describe(`task type ${type.type}, executor`, () => {
    it('succeeds, logs through its context alone and leaves no process', async () => {
      const writes = [
        vi.spyOn(process.stdout, 'write'),
        vi.spyOn(process.stderr, 'write'),
        ...(['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method)),
      ];
      const test = contextFor({ settings: given().short });
      expect(await run(test)).toMatchObject({ state: 'succeeded' });
      for (const write of writes) expect(write).not.toHaveBeenCalled();
      for (const group of test.groups) await expectGroupGone(group);
      expect(test.groups).toHaveLength(type.spawns ? 1 : 0);
    });

    it('lets nothing of the environment of the worker out', async () => {
      vi.stubEnv('MILLRACE_TEST_CANARY', 'canary-7f3a');
      const test = contextFor({ settings: given().short });
      const result = await run(test);
      expect(test.logged()).not.toContain('canary-7f3a');
      expect(result).toMatchObject({ state: 'succeeded' });
      expect(
        JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
      ).not.toContain('canary-7f3a');
    });

    it('fails, and does not throw, for what people get wrong', async () => {
      for (const { settings, code } of given().wrong) {
        expect(await run(contextFor({ settings })), JSON.stringify(settings)).toMatchObject({
          state: 'failed',
          code,
        });
      }
    });

    it('fails for settings that its schema refuses, once and for all', async () => {
      const settings = { ...given().endless.settings, unheardOf: 1 };
      expect(await run(contextFor({ settings }))).toMatchObject({
        state: 'failed',
        code: 'SETTINGS_INVALID',
        retryable: false,
      });
    });

    it.each(['kill', 'timed-out', 'drain'] as const)('stops when it is told to: %s', async (reason) => {
      const { settings, marker } = given().endless;
      const test = contextFor({ settings });
      const result = run(test);
      if (marker !== undefined) await test.untilLogged(marker);
      test.abort(reason);
      expect(await result).toMatchObject({ state: 'stopped' });
      for (const group of test.groups) await expectGroupGone(group);
    });

    it('starts nothing when it was told to stop before', async () => {
      const test = contextFor({ settings: given().endless.settings });
      test.abort();
      expect(await run(test)).toMatchObject({ state: 'stopped' });
      expect(test.groups).toEqual([]);
    });

    it('waits for the log before it goes on', async () => {
      const { chatty } = given();
      if (chatty === undefined) return;
      const held = { stdout: 0, stderr: 0 };
      let calls = 0;
      let most = 0;
      const log: TaskContext['log'] = async (stream) => {
        calls += 1;
        held[stream] += 1;
        most = Math.max(most, held[stream]);
        // Slower than any pipe: a trip through the thread pool.
        await stat('/');
        held[stream] -= 1;
      };
      expect(await run(contextFor({ settings: chatty, log }))).toMatchObject({ state: 'succeeded' });
      expect(calls).toBeGreaterThan(1);
      expect(most).toBe(1);
      expect(held).toEqual({ stdout: 0, stderr: 0 });
    });
  });
}
