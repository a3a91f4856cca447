import { z } from 'zod';

const bytes = z.number().min(0);
const count = z.int().min(0);

/** What a worker says of itself as the `data` of its presence. A measure that could not be taken is left out. */
export const workerLoad = z.object({
  /** Busy share of all cores that the worker may use since the sample before, 0 to 1. */
  cpu: z.number().min(0).max(1).optional(),
  /** Memory that is not to be had any more, in bytes. */
  memoryUsed: bytes.optional(),
  /** Memory that the worker could have at all, in bytes. */
  memoryTotal: bytes.optional(),
  /** Bytes of the disk of the work folder that the worker may still fill. */
  diskFree: bytes.optional(),
  /** Size of that disk in bytes. */
  diskTotal: bytes.optional(),
  /** Attempts with processes that it runs at once. */
  slots: count,
  /** Attempts with processes that it has, those that wait for a slot included. */
  busy: count,
  /** Attempts without processes that it runs at once. */
  lightSlots: count,
  lightBusy: count,
  groups: z.array(z.string().min(1)).readonly(),
  /** Its partition of `task-dispatch`. */
  lane: count,
  /** `draining`: ends what it has and takes nothing more. */
  state: z.enum(['ready', 'draining']),
  /** How well the worker can end what it started. */
  guard: z.string(),
  /** Epoch milliseconds of the worker's clock; shown, never compared. */
  startedAt: count,
});

export type WorkerLoad = Readonly<z.infer<typeof workerLoad>>;

/** What is measured of the machine, or of the part of it that the worker may use. */
export type MachineLoad = Pick<WorkerLoad, 'cpu' | 'memoryUsed' | 'memoryTotal' | 'diskFree' | 'diskTotal'>;

type Health = MachineLoad & Pick<WorkerLoad, 'slots' | 'busy'>;

/** Parts of 100. Free slots count most: they are what a task waits for. */
export const HEALTH_WEIGHTS = { slots: 40, cpu: 30, memory: 20, disk: 10 } as const;

/** Free bytes from which on more of them are no better: 10 GiB, or the whole disk where it is smaller. */
const ENOUGH_DISK = 10 * 1024 ** 3;

/** What an unknown measure counts as, so that it neither draws tasks nor drives them away. */
const UNKNOWN = 0.5;

/**
 * How well a worker is placed to take one more attempt, 0 (worst) to 100. The sum of the free shares of slots (weight
 * 40), cpu (30), memory (20) and disk (10; of 10 GiB or the whole disk, whichever is less). Each is cut to 0 … 1; one
 * that is left out, or not a number, counts as half. Never falls when a free share grows. Does not look at `state`:
 * a draining worker takes nothing, however healthy it is.
 */
export function healthScore(load: Health): number {
  const free = {
    slots: load.slots > 0 ? 1 - (shareOf(load.busy, load.slots) ?? UNKNOWN) : 0,
    cpu: 1 - (shareOf(load.cpu, 1) ?? UNKNOWN),
    memory: 1 - (shareOf(load.memoryUsed, load.memoryTotal) ?? UNKNOWN),
    disk: shareOf(load.diskFree, enoughDisk(load.diskTotal)) ?? UNKNOWN,
  };
  return (
    HEALTH_WEIGHTS.slots * free.slots +
    HEALTH_WEIGHTS.cpu * free.cpu +
    HEALTH_WEIGHTS.memory * free.memory +
    HEALTH_WEIGHTS.disk * free.disk
  );
}

export interface OverloadThresholds {
  /** Overloaded from this share on, 0 to 1. Default 0.95. */
  readonly cpu: number;
  /** Overloaded from this used share on, 0 to 1. Default 0.95. */
  readonly memory: number;
  /** Overloaded with fewer free bytes in the work folder. Default 256 MiB. */
  readonly diskFree: number;
}

export const OVERLOAD_THRESHOLDS: OverloadThresholds = {
  cpu: 0.95,
  memory: 0.95,
  diskFree: 256 * 1024 ** 2,
};

/** Which threshold was passed, by how much. */
export interface OverloadReason {
  readonly measure: keyof OverloadThresholds;
  /** A share, or bytes for `diskFree`. */
  readonly value: number;
  readonly threshold: number;
}

/** Why a worker should get nothing more for now; empty when it may. An unknown measure is no reason. */
export function overloaded(
  load: MachineLoad,
  thresholds: Partial<OverloadThresholds> = {},
): readonly OverloadReason[] {
  const { cpu, memory, diskFree } = { ...OVERLOAD_THRESHOLDS, ...thresholds };
  const used = { cpu: shareOf(load.cpu, 1), memory: shareOf(load.memoryUsed, load.memoryTotal) };
  const reasons: OverloadReason[] = [];
  if (used.cpu !== undefined && used.cpu >= cpu) {
    reasons.push({ measure: 'cpu', value: used.cpu, threshold: cpu });
  }
  if (used.memory !== undefined && used.memory >= memory) {
    reasons.push({ measure: 'memory', value: used.memory, threshold: memory });
  }
  if (load.diskFree !== undefined && load.diskFree < diskFree) {
    reasons.push({ measure: 'diskFree', value: load.diskFree, threshold: diskFree });
  }
  return reasons;
}

function enoughDisk(total: number | undefined): number {
  return total !== undefined && total > 0 ? Math.min(total, ENOUGH_DISK) : ENOUGH_DISK;
}

/** 0 … 1; undefined when one of the two is unknown or makes no sense. */
function shareOf(part: number | undefined, whole: number | undefined): number | undefined {
  if (part === undefined || whole === undefined || !(whole > 0)) return undefined;
  const share = part / whole;
  return Number.isNaN(share) ? undefined : Math.min(Math.max(share, 0), 1);
}
