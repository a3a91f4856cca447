import type { WaitReason } from '@millrace/registry';
import { workerPolicies } from './policies/index.js';
import type { WorkerPolicyName } from './policies/index.js';
import type { WorkerPolicy } from './policies/worker-policy.js';
import { NEVER } from './policies/worker-policy.js';
import type { LiveWorker, SlotClass, WorkerDirectory } from './worker-directory.js';

/** A worker that was silent for so long comes last, milliseconds: it speaks every 3 s. */
const STALE_MS = 9000;

/** How the worker of an attempt is chosen in one group. */
export interface GroupChoice {
  readonly policy: WorkerPolicyName;
  /** For `pinned`: names of workers, the first choice first. */
  readonly workers?: readonly string[] | undefined;
}

/** How the worker of an attempt is chosen. */
export interface WorkerChoiceSettings {
  /** In groups that are not named below. */
  readonly default: Exclude<WorkerPolicyName, 'pinned'>;
  readonly groups: Readonly<Record<string, GroupChoice>>;
}

export interface WorkerChoiceDeps {
  readonly workers: WorkerDirectory;
  /** Undefined: `least-loaded` in all groups. */
  readonly settings: WorkerChoiceSettings | undefined;
  /** A number from 0 to below 1, by chance. */
  readonly chance: () => number;
  readonly monotonic: () => number;
}

type Policies = Readonly<Record<SlotClass, WorkerPolicy>>;

/**
 * Chooses the worker of each attempt, by the policy of its group, among those with a free slot. Overloaded and stale
 * ones come last, whatever the policy, and are taken where there is no other.
 */
export class WorkerChoice {
  private readonly named: ReadonlyMap<string, GroupChoice>;
  private readonly policies = new Map<string, Policies>();

  constructor(private readonly deps: WorkerChoiceDeps) {
    this.named = new Map(Object.entries(deps.settings?.groups ?? {}));
  }

  /** Undefined where nobody has a slot that the policy allows: `whyNone` says why. */
  choose(group: string, slot: SlotClass): LiveWorker | undefined {
    const candidates = this.deps.workers.ofGroup(group);
    if (candidates.length === 0) return undefined;
    const policy = this.policiesOf(group)[slot];
    const best = this.best(candidates, policy, slot);
    if (best) policy.chosen?.(best);
    return best;
  }

  /** Why `choose` gives nobody; undefined when it gives one. */
  whyNone(group: string, slot: SlotClass): WaitReason | undefined {
    const alive = this.deps.workers.ofGroup(group);
    if (alive.length === 0) return 'no-worker';
    const policy = this.policiesOf(group)[slot];
    const allowed = alive.filter((worker) => policy.preference(worker, slot) !== NEVER);
    if (allowed.length === 0) return 'no-pinned-worker';
    return allowed.some((worker) => worker.used[slot] < worker.slots[slot]) ? undefined : 'no-slot';
  }

  private best(
    candidates: readonly LiveWorker[],
    policy: WorkerPolicy,
    slot: SlotClass,
  ): LiveWorker | undefined {
    const staleBefore = this.deps.monotonic() - STALE_MS;
    let best: LiveWorker | undefined;
    let bestSound = false;
    let bestPreference = NEVER;
    for (const worker of candidates) {
      if (worker.used[slot] >= worker.slots[slot]) continue;
      const sound = !worker.overloaded && worker.heardAt >= staleBefore;
      if (bestSound && !sound) continue;
      const preference = policy.preference(worker, slot);
      if (preference <= bestPreference && (bestSound || !sound || preference === NEVER)) continue;
      best = worker;
      bestSound = sound;
      bestPreference = preference;
    }
    return best;
  }

  private policiesOf(group: string): Policies {
    let policies = this.policies.get(group);
    if (!policies) this.policies.set(group, (policies = this.make(group)));
    return policies;
  }

  private make(group: string): Policies {
    const { settings, chance } = this.deps;
    const { policy, workers = [] } = this.named.get(group) ?? { policy: settings?.default ?? 'least-loaded' };
    const make = (): WorkerPolicy => workerPolicies[policy]({ workers, chance });
    return { process: make(), light: make() };
  }
}
