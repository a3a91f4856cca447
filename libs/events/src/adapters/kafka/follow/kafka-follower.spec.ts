import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../../event-log.js';
import { KafkaFollower } from './kafka-follower.js';

const records = (from: number, to: number): readonly StoredRecord<'commands'>[] =>
  Array.from({ length: to - from }, (_, index) => ({ offset: from + index, time: 0, key: null, value: 'c' }));

function following(next: number | undefined): {
  readonly follower: KafkaFollower<'commands'>;
  readonly had: readonly number[];
} {
  const had: number[] = [];
  const take = (some: readonly StoredRecord<'commands'>[]): unknown =>
    had.push(...some.map(({ offset }) => offset));
  return { follower: new KafkaFollower('commands', 0, next, { take, changed: () => undefined }), had };
}

describe('a follower of a partition in Kafka', () => {
  it('takes what begins where it stands, and stands behind it then', () => {
    const { follower, had } = following(4);
    follower.offer(records(4, 6), 4, 6);
    expect(had).toEqual([4, 5]);
    expect(follower.wanted).toBe(6);
  });

  it('takes the part that it has not had of what was read for another', () => {
    const { follower, had } = following(4);
    follower.offer(records(2, 6), 2, 6);
    expect(had).toEqual([4, 5]);
  });

  it('takes nothing that would leave a gap: it was paused while the records before came', () => {
    const { follower, had } = following(2);
    follower.pause();
    follower.offer(records(2, 5), 2, 5);
    follower.resume();
    follower.offer(records(5, 9), 5, 9);
    expect(had).toEqual([]);
    expect(follower.wanted).toBe(2);
  });

  it('goes on over offsets that have no record', () => {
    const { follower, had } = following(2);
    follower.offer([], 2, 7);
    expect(follower.wanted).toBe(7);
    follower.offer(records(7, 8), 7, 8);
    expect(had).toEqual([7]);
  });

  it('takes nothing while it does not know where it stands, nor once it is closed', () => {
    const { follower, had } = following(undefined);
    follower.offer(records(0, 2), 0, 2);
    follower.next = 0;
    follower.close();
    follower.resume();
    follower.offer(records(0, 2), 0, 2);
    expect(had).toEqual([]);
  });
});
