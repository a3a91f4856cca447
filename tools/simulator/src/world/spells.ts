import type { Chance } from '../chance.js';

const MINUTE_MS = 60_000;
/** Of a hundred worlds. */
const RESTLESS_PERCENT = 10;

interface Spell {
  readonly from: number;
  readonly to: number;
}

/**
 * When people work and things go wrong; between that a world is calm: what was begun ends, silent partitions are
 * checkpointed, old things are forgotten, and the next trouble meets a system that is at rest. Few worlds are never calm.
 */
export class Spells {
  private constructor(private readonly spells: readonly Spell[]) {}

  /** Drawn by chance; no trouble begins after `until`, milliseconds. */
  static until(until: number, chance: Chance): Spells {
    if (chance.percent(RESTLESS_PERCENT)) return new Spells([{ from: 0, to: until }]);
    const spells: Spell[] = [];
    for (let from = 0; from < until;) {
      const to = Math.min(until, from + 20 * MINUTE_MS + chance.around(10 * MINUTE_MS));
      spells.push({ from, to });
      from = to + chance.around(90 * MINUTE_MS);
    }
    return new Spells(spells);
  }

  /** When it goes on after a moment: then, where that is no calm one. Undefined: never again. */
  next(moment: number): number | undefined {
    const spell = this.spells.find(({ to }) => moment < to);
    return spell && Math.max(moment, spell.from);
  }
}
