import { z } from 'zod';

const bytes = z.number().min(0);
const count = z.int().min(0);

/** What a worker can have too little of. */
export const OVERLOAD_MEASURES = [
  'cpu',
  'memory',
  'diskFree',
] as const satisfies readonly (keyof OverloadThresholds)[];

/** What is measured of the machine, or of the part of it that the worker may use. What could not be measured is left out. */
export const machineLoad = z.object({
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
});

/** What a worker says of itself as the `data` of its presence: the same as in its heartbeats. */
export const workerLoad = z.object({
  /** Left out before the first sample. */
  load: machineLoad.optional(),
  /** What it has too little of to begin attempts with processes as they come; left out when there is nothing. */
  overloaded: z.array(z.enum(OVERLOAD_MEASURES)).readonly().optional(),
  /** Attempts with processes that it runs at once. */
  slots: count,
  /** Attempts that it runs, those of `lightBusy` included, those that wait left out. */
  busy: count,
  /** Attempts without processes that it runs at once. */
  lightSlots: count,
  /** Those of `busy` without processes. */
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

export type MachineLoad = Readonly<z.infer<typeof machineLoad>>;
export type WorkerLoad = Readonly<z.infer<typeof workerLoad>>;

/** `busy`: attempts that hold one of the slots, in the same unit. */
export interface Health extends MachineLoad {
  readonly slots: number;
  readonly busy: number;
}

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
  return HEALTH_WEIGHTS.slots * freeSlots(load) + machineScore(load);
}

/** The part of the health score that is not about slots: cpu, memory and disk, 0 to 60. */
export function machineScore(load: MachineLoad): number {
  const free = {
    cpu: 1 - (shareOf(load.cpu, 1) ?? UNKNOWN),
    memory: 1 - (shareOf(load.memoryUsed, load.memoryTotal) ?? UNKNOWN),
    disk: shareOf(load.diskFree, enoughDisk(load.diskTotal)) ?? UNKNOWN,
  };
  return (
    HEALTH_WEIGHTS.cpu * free.cpu + HEALTH_WEIGHTS.memory * free.memory + HEALTH_WEIGHTS.disk * free.disk
  );
}

export interface OverloadThresholds {
  /** Overloaded from this share on, 0 to 1; 0 switches it off. Default 0.95. */
  readonly cpu: number;
  /** Overloaded from this used share on, 0 to 1; 0 switches it off. Default 0.95. */
  readonly memory: number;
  /** Overloaded with fewer free bytes in the work folder; 0 switches it off. Default 256 MiB. */
  readonly diskFree: number;
}

export type OverloadMeasure = (typeof OVERLOAD_MEASURES)[number];

export const OVERLOAD_THRESHOLDS: OverloadThresholds = {
  cpu: 0.95,
  memory: 0.95,
  diskFree: 256 * 1024 ** 2,
};

/** Which threshold was passed, by how much. */
export interface OverloadReason {
  readonly measure: OverloadMeasure;
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
  if (isBeyond(used.cpu, cpu)) {
    reasons.push({ measure: 'cpu', value: used.cpu, threshold: cpu });
  }
  if (isBeyond(used.memory, memory)) {
    reasons.push({ measure: 'memory', value: used.memory, threshold: memory });
  }
  if (load.diskFree !== undefined && load.diskFree < diskFree) {
    reasons.push({ measure: 'diskFree', value: load.diskFree, threshold: diskFree });
  }
  return reasons;
}

function isBeyond(share: number | undefined, threshold: number): share is number {
  return threshold > 0 && share !== undefined && share >= threshold;
}

function freeSlots({ slots, busy }: Health): number {
  return slots > 0 ? 1 - (shareOf(busy, slots) ?? UNKNOWN) : 0;
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
