import { describe, expect, it } from 'vitest';
import { drawRows } from './draw-rows.js';
import { rows } from './rows/index.js';

const LIMIT = 150;
const SEEDS = Array.from({ length: 400 }, (_, at) => 20_000 + at);

describe('the rows of a day', () => {
  it.each(SEEDS.slice(0, 20))('fit into the time that there is (seed %i)', (seed) => {
    const drawn = drawRows(rows, seed, LIMIT);
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThanOrEqual(LIMIT);
  });

  it('are the same for the same seed', () => {
    expect(drawRows(rows, 7, LIMIT)).toEqual(drawRows(rows, 7, LIMIT));
  });

  it('have had all their turns after some days', () => {
    const wanted = rows
      .filter((row) => row.kind === 'row' && row.defect === undefined && row.seconds <= LIMIT)
      .map(({ id }) => id);
    const had = new Set(SEEDS.flatMap((seed) => drawRows(rows, seed, LIMIT).map(({ id }) => id)));
    expect([...had].toSorted()).toEqual([...wanted].toSorted());
  });
});
