import type { OverloadMeasure } from '@millrace/registry';
import type { SlotClass } from './slots.js';

/** Why less is begun for a while: the lease cannot be renewed, or the machine has no more to give. */
export type HoldReason = 'lease' | OverloadMeasure;

/**
 * How many attempts of a class may run for another one to be begun: fewer than that. What has no process costs next to
 * nothing, so an overload does not hold it. A full cpu makes everything slow and breaks nothing, and may be somebody
 * else's doing for ever: one attempt at a time goes on. Memory and disk break what runs, too.
 */
const LIMITS: Readonly<Record<HoldReason, Readonly<Partial<Record<SlotClass, number>>>>> = {
  lease: { process: 0, light: 0 },
  cpu: { process: 1 },
  memory: { process: 0 },
  diskFree: { process: 0 },
};

/** The reasons for which less is begun at present; each comes and goes by itself. */
export class Holds {
  private readonly reasons = new Set<HoldReason>();

  /** Gives true where that is new. */
  set(reason: HoldReason, held: boolean): boolean {
    if (held === this.reasons.has(reason)) return false;
    if (held) this.reasons.add(reason);
    else this.reasons.delete(reason);
    return true;
  }

  /** Another attempt of this class may be begun while fewer than that run. */
  limit(slot: SlotClass): number {
    let limit = Infinity;
    for (const reason of this.reasons) limit = Math.min(limit, LIMITS[reason][slot] ?? Infinity);
    return limit;
  }
}
