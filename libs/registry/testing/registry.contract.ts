import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Presence, Registry } from '../src/index.js';
import { PresenceInvalidError, RegistryClosedError } from '../src/index.js';

export interface RegistryHarness {
  readonly registry: Registry;
  /** Moves the clock of the registry on where a test can move it; elsewhere time passes by itself. */
  pass(ms: number): void;
}

const LONG = 60_000;
/** Long enough for a few calls to a busy store. */
const SHORT = 600;

/** Time passes by itself in a store of its own, and on a busy machine slowly. */
const PATIENCE = { timeout: 10_000 };

/** A presence of a worker; `changes` replaces parts of it. */
export function presenceOf(name: string, changes: Partial<Presence> = {}): Presence {
  return { kind: 'worker', name, incarnation: 'first', beat: 1, data: { slots: 4 }, ...changes };
}

/** The suite that every registry passes. `open` gives an empty one. */
export function registryContract(open: () => Promise<RegistryHarness>): void {
  let registry: Registry;
  let harness: RegistryHarness;
  beforeEach(async () => {
    harness = await open();
    registry = harness.registry;
  });
  afterEach(() => registry.close());

  const names = async (): Promise<readonly string[]> =>
    (await registry.members('worker')).map(({ name, incarnation }) => `${name}/${incarnation}`).sort();

  describe('a member', () => {
    it('is found as it said', async () => {
      const data = {
        cpu: 0.25,
        groups: ['a', 'ü "\n\0'],
        deep: [{ none: null, yes: true }],
        text: '\u{1F600}',
      };
      const said = presenceOf('Wörker 1/2', { beat: Number.MAX_SAFE_INTEGER, data });
      expect(await registry.renew(said, LONG)).toBe('renewed');
      expect(await registry.members('worker')).toEqual([said]);
    });

    it('is not found before it said anything', async () => {
      expect(await registry.members('worker')).toEqual([]);
      expect(await registry.members('master')).toEqual([]);
    });

    it('is found among its kind only', async () => {
      await registry.renew(presenceOf('one'), LONG);
      await registry.renew(presenceOf('one', { kind: 'master' }), LONG);
      expect(await registry.members('master')).toEqual([presenceOf('one', { kind: 'master' })]);
      expect(await registry.members('worker')).toEqual([presenceOf('one')]);
    });

    it('is known with what it said last', async () => {
      await registry.renew(presenceOf('one', { beat: 1, data: 'before' }), LONG);
      await registry.renew(presenceOf('one', { beat: 7, data: 'after' }), LONG);
      expect(await registry.members('worker')).toEqual([presenceOf('one', { beat: 7, data: 'after' })]);
    });

    it('is another one in another incarnation', async () => {
      await registry.renew(presenceOf('one', { beat: 5 }), LONG);
      expect(await registry.renew(presenceOf('one', { incarnation: 'second', beat: 1 }), LONG)).toBe(
        'renewed',
      );
      expect(await names()).toEqual(['one/first', 'one/second']);
    });

    it('is not changed by what is done with what was given or found', async () => {
      const data = { slots: 4 };
      await registry.renew(presenceOf('one', { data }), LONG);
      data.slots = 9;
      const [found] = await registry.members('worker');
      Object.assign(found?.data ?? {}, { slots: 8 });
      expect(await registry.members('worker')).toEqual([presenceOf('one')]);
    });
  });

  describe('a beat', () => {
    it.each([
      ['equal to', 5],
      ['lower than', 4],
    ])('that is %s the last is stale and changes nothing', async (_, beat) => {
      await registry.renew(presenceOf('one', { beat: 5, data: 'kept' }), LONG);
      expect(await registry.renew(presenceOf('one', { beat, data: 'late' }), LONG)).toBe('stale');
      expect(await registry.members('worker')).toEqual([presenceOf('one', { beat: 5, data: 'kept' })]);
    });

    it('does not lengthen a lease when it is stale', async () => {
      await registry.renew(presenceOf('one', { beat: 5 }), SHORT);
      expect(await registry.renew(presenceOf('one', { beat: 5 }), LONG)).toBe('stale');
      harness.pass(SHORT);
      await expect.poll(names, PATIENCE).toEqual([]);
    });

    it('wins when it is the highest of many at once', async () => {
      const beats = [3, 9, 1, 7, 5, 8, 2, 6, 4];
      await Promise.all(beats.map((beat) => registry.renew(presenceOf('one', { beat }), LONG)));
      expect(await registry.members('worker')).toEqual([presenceOf('one', { beat: 9 })]);
    });
  });

  describe('a lease', () => {
    it('runs out', async () => {
      await registry.renew(presenceOf('short'), SHORT);
      await registry.renew(presenceOf('long'), LONG);
      harness.pass(SHORT);
      await expect.poll(names, PATIENCE).toEqual(['long/first']);
    });

    it('is as long as the last renewal said', async () => {
      await registry.renew(presenceOf('lengthened', { beat: 1 }), SHORT);
      await registry.renew(presenceOf('lengthened', { beat: 2 }), LONG);
      await registry.renew(presenceOf('shortened', { beat: 1 }), LONG);
      await registry.renew(presenceOf('shortened', { beat: 2 }), SHORT);
      harness.pass(SHORT);
      await expect.poll(names, PATIENCE).toEqual(['lengthened/first']);
    });

    it('can be had again when it has run out', async () => {
      await registry.renew(presenceOf('one', { beat: 1 }), SHORT);
      harness.pass(SHORT);
      await expect.poll(names, PATIENCE).toEqual([]);
      expect(await registry.renew(presenceOf('one', { beat: 2 }), LONG)).toBe('renewed');
      expect(await names()).toEqual(['one/first']);
    });

    it('leaves no beat behind: a late one is stored, and shows how old it is', async () => {
      await registry.renew(presenceOf('other'), LONG);
      await registry.renew(presenceOf('one', { beat: 5 }), SHORT);
      harness.pass(SHORT);
      await expect.poll(() => registry.renew(presenceOf('one', { beat: 4 }), LONG), PATIENCE).toBe('renewed');
      expect(await registry.members('worker')).toContainEqual(presenceOf('one', { beat: 4 }));
    });

    it('ends at once when its member leaves', async () => {
      await registry.renew(presenceOf('one'), LONG);
      await registry.renew(presenceOf('one', { incarnation: 'second' }), LONG);
      await registry.renew(presenceOf('one', { kind: 'master' }), LONG);
      await registry.leave(presenceOf('one'));
      expect(await names()).toEqual(['one/second']);
      expect(await registry.members('master')).toHaveLength(1);
    });

    it('may be given back by who has none', async () => {
      await registry.leave({ kind: 'worker', name: 'nobody', incarnation: 'none' });
      expect(await names()).toEqual([]);
    });
  });

  describe('a crowd', () => {
    it('is found whole', async () => {
      const crowd = Array.from({ length: 2_000 }, (_, index) => presenceOf(`worker-${index}`));
      await Promise.all(crowd.map((one) => registry.renew(one, LONG)));
      expect(new Set(await names())).toEqual(new Set(crowd.map(({ name }) => `${name}/first`)));
    });
  });

  describe('what cannot be stored', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    it.each<[string, Partial<Presence>]>([
      ['an empty name', { name: '' }],
      ['a long name', { name: 'n'.repeat(201) }],
      ['a name with a line break', { name: 'a\nb' }],
      ['a name that is not Unicode', { name: 'a\uD800' }],
      ['an incarnation with a slash', { incarnation: 'a/b' }],
      ['a broken beat', { beat: 1.5 }],
      ['a negative beat', { beat: -1 }],
      ['a beat that is no number', { beat: Number.NaN }],
      ['a beat that is not exact', { beat: Number.MAX_SAFE_INTEGER + 1 }],
      ['no data', { data: undefined }],
      ['data that go round in a circle', { data: cyclic }],
      ['data that JSON does not have', { data: 1n }],
      ['data without end', { data: 'x'.repeat(40_000) }],
    ])('is refused: %s', async (_, changes) => {
      const refused = registry.renew(presenceOf('one', changes), LONG);
      await expect(refused).rejects.toThrow(PresenceInvalidError);
      await expect(refused).rejects.toMatchObject({ code: 'PRESENCE_INVALID', retryable: false });
      expect(await names()).toEqual([]);
    });

    it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 86_400_001])(
      'is refused: a lease of %d ms',
      async (ttlMs) => {
        await expect(registry.renew(presenceOf('one'), ttlMs)).rejects.toThrow(PresenceInvalidError);
        expect(await names()).toEqual([]);
      },
    );
  });

  describe('a closed registry', () => {
    it('refuses everything but to be closed again', async () => {
      await registry.renew(presenceOf('one'), LONG);
      await registry.close();
      await registry.close();
      await expect(registry.renew(presenceOf('one', { beat: 2 }), LONG)).rejects.toThrow(RegistryClosedError);
      await expect(registry.members('worker')).rejects.toThrow(RegistryClosedError);
      await expect(registry.leave(presenceOf('one'))).rejects.toThrow(RegistryClosedError);
    });
  });
}
