import type { GroupWait } from '@millrace/registry';
import { beforeEach, describe, expect, it } from 'vitest';
import { SilentLogger } from '../../testing/silent-logger.js';
import { StrandedGroups } from './stranded-groups.js';

let logger: SilentLogger;
let groups: StrandedGroups;

beforeEach(() => {
  logger = new SilentLogger();
  groups = new StrandedGroups(logger);
});

/** So many things were told after these looks, in each of which the group waits for this reason. */
function toldAfter(...reasons: readonly (GroupWait['reason'] | 'nothing waits')[]): number {
  for (const reason of reasons) {
    const wait = { count: 3, ...(reason !== 'nothing waits' && reason && { reason }) };
    groups.look(new Map(reason === 'nothing waits' ? [] : [['gpu', wait]]));
  }
  return logger.messages.length;
}

describe('a group whose task runs wait', () => {
  it('is told of once when nobody is there to take them, at the second look', () => {
    expect(toldAfter('no-worker')).toBe(0);
    expect(toldAfter('no-worker', 'no-worker', 'no-worker')).toBe(1);
  });

  it('is told of when none of its pinned workers is alive', () => {
    expect(toldAfter('no-pinned-worker', 'no-pinned-worker')).toBe(1);
  });

  it('is not told of while its workers are only full', () => {
    expect(toldAfter('no-slot', 'no-slot', undefined, 'no-slot')).toBe(0);
  });

  it('is told of again when its workers are gone once more', () => {
    const gone = ['no-worker', 'no-worker'] as const;
    expect(toldAfter(...gone, 'no-slot', ...gone, 'nothing waits', ...gone)).toBe(3);
  });
});
