import { describe, expect, it } from 'vitest';
import { SharedRounds } from './shared-rounds.js';

function setup() {
  const begun: PromiseWithResolvers<void>[] = [];
  const rounds = new SharedRounds(() => {
    const round = Promise.withResolvers<void>();
    begun.push(round);
    return round.promise;
  });
  return { rounds, begun };
}

describe('Shared rounds', () => {
  it('are one at a time, and all who ask meanwhile share the next', async () => {
    const { rounds, begun } = setup();
    const first = rounds.run();
    const others = [rounds.run(), rounds.run()];
    expect(begun).toHaveLength(1);
    begun[0]?.resolve();
    await first;
    await Promise.resolve();
    expect(begun).toHaveLength(2);
    const third = rounds.run();
    begun[1]?.resolve();
    await Promise.all(others);
    begun[2]?.resolve();
    await third;
    expect(begun).toHaveLength(3);
  });

  it('begin anew after one that failed, whose failure only those hear who shared it', async () => {
    const { rounds, begun } = setup();
    const first = rounds.run();
    const second = rounds.run();
    begun[0]?.reject(new Error('no'));
    await expect(first).rejects.toThrow('no');
    begun[1]?.resolve();
    await second;
    const third = rounds.run();
    begun[2]?.resolve();
    await third;
  });
});
