import { RebuildRunningError } from '@millrace/persistence';
import { describe, expect, it } from 'vitest';
import { InPlaceRebuilder } from './in-place-rebuilder.js';

function setup() {
  const rebuilt = Promise.withResolvers<void>();
  const host = {
    isRebuilding: false,
    trouble: undefined as string | undefined,
    rebuild: () => {
      host.isRebuilding = true;
      return rebuilt.promise.then(() => {
        host.isRebuilding = false;
      });
    },
    positionOf: (partition: number) =>
      partition === 0 ? { partition, logId: 'l', epoch: 1, next: 7, commands: 0 } : undefined,
    staleness: () => host.trouble,
  };
  return { host, rebuilt, rebuilder: new InPlaceRebuilder(host, 2) };
}

describe('A rebuild in its place', () => {
  it('tells how far the projection is, then that it is done', async () => {
    const { rebuilder, rebuilt } = setup();
    expect(await rebuilder.state()).toBeUndefined();
    await rebuilder.begin();
    const positions = new Map([
      [0, 7],
      [1, 0],
    ]);
    expect(await rebuilder.state()).toEqual({ state: 'running', positions });
    await expect(rebuilder.begin()).rejects.toThrow(RebuildRunningError);
    rebuilt.resolve();
    await expect.poll(() => rebuilder.state()).toEqual({ state: 'done' });
  });

  it('tells why it failed', async () => {
    const { rebuilder, rebuilt, host } = setup();
    await rebuilder.begin();
    host.trouble = 'the disk is full';
    rebuilt.resolve();
    await expect.poll(() => rebuilder.state()).toEqual({ state: 'failed', detail: 'the disk is full' });
  });

  it('is refused while the projection does it by itself, and seen', async () => {
    const { rebuilder, host } = setup();
    host.isRebuilding = true;
    await expect(rebuilder.begin()).rejects.toThrow(RebuildRunningError);
    expect(await rebuilder.state()).toMatchObject({ state: 'running' });
  });
});
