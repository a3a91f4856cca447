import {
  addressConfig,
  blobsConfig,
  bytes,
  databaseConfig,
  duration,
  kafkaConfig,
  loggingConfig,
  redisConfig,
  secret,
  wholePath,
} from '@millrace/config';
import { GUARD_CHOICES } from '@millrace/tasks';
import type { WorkerPolicyName } from '@millrace/master';
import { OVERLOAD_THRESHOLDS } from '@millrace/registry';
import { z } from 'zod';

/** Shorter tokens can be guessed. */
const MIN_TOKEN = 32;

/** Names of workers and groups. */
const workerName = z.string().min(1).max(200);

/** `pinned` names workers, so it can be the policy of a group only. */
const DEFAULT_POLICIES = ['health', 'least-loaded', 'round-robin', 'random'] as const;
const POLICIES = [...DEFAULT_POLICIES, 'pinned'] as const satisfies readonly WorkerPolicyName[];

/** How the worker of an attempt is chosen. */
function workerChoiceConfig() {
  const group = z
    .strictObject({
      policy: z.enum(POLICIES).describe('How a worker of this group is chosen.'),
      workers: z
        .array(workerName)
        .default([])
        .describe('For `pinned`: names of workers; the first that is alive and has a slot is taken.'),
    })
    .refine(({ policy, workers }) => (policy === 'pinned') === workers.length > 0, {
      error: 'pinned needs workers, and no other policy has any',
    });
  return z.strictObject({
    default: z
      .enum(DEFAULT_POLICIES)
      .default('health')
      .describe('How a worker is chosen in groups that are not named in `groups`.'),
    groups: z.record(z.string(), group).default({}).describe('By name of the worker group.'),
  });
}

/** From where on a master takes no new commands for a while. */
function masterOverloadConfig() {
  return z.strictObject({
    heap: z
      .number()
      .min(0)
      .max(1)
      .default(0.9)
      .describe('Share of the heap limit in use from which on no new commands are taken; 0: never.'),
    loopDelay: duration({ min: 0, max: '10m' })
      .prefault('1s')
      .describe('How late the event loop may be, 99 of 100 times in the last seconds; 0: any.'),
  });
}

/** From where on a worker begins fewer attempts with processes, or none. */
function workerOverloadConfig() {
  const { memory, diskFree } = OVERLOAD_THRESHOLDS;
  return z.strictObject({
    cpu: z
      .number()
      .min(0)
      .max(1)
      // A machine whose slots are full is busy, and should be.
      .default(0)
      .describe(
        'Busy share of the cores from which on it begins attempts with processes one at a time; 0: never. Set it where other programs need the machine as well.',
      ),
    memory: z
      .number()
      .min(0)
      .max(1)
      .default(memory)
      .describe('Used share of the memory from which on it begins no attempts with processes; 0: never.'),
    diskFree: bytes()
      .prefault(`${diskFree / 1024 ** 2}MiB`)
      .describe('Free bytes of its folder below which it begins no attempts with processes; 0: never.'),
  });
}

/** The section `master`. */
function masterConfig() {
  return z.strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Name of this master, shown in its claims; host and process by default.'),
    stateHashes: z
      .enum(['every', 'sampled'])
      .default('sampled')
      .describe(
        'Records of the log that carry the hash of the state of their run: of one ended run in 64, or all.',
      ),
    workerChoice: workerChoiceConfig().prefault({}),
    overload: masterOverloadConfig().prefault({}),
  });
}

/** The section `worker`. */
function workerConfig() {
  return z.strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Name of this worker, the same after each start; the name of the host by default.'),
    groups: z
      .array(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must have only a-z, 0-9 and - and begin with none'))
      .min(1)
      .max(8)
      .default(['default'])
      .describe('Worker groups that it serves.'),
    slots: z
      .int()
      .min(1)
      .max(1024)
      .optional()
      .describe('Attempts with processes that run at once; four for each processor by default.'),
    lightSlots: z
      .int()
      .min(1)
      .max(8192)
      .default(1024)
      .describe('Attempts without processes (noop) that run at once.'),
    folder: wholePath().describe('Journal and work folders of attempts; this worker has it for itself.'),
    drainGrace: duration({ min: 0, max: '1d' })
      .prefault('10s')
      .describe('How long what runs may go on when told to stop.'),
    keepFailed: z.boolean().default(false).describe('Keep the work folder of a failed attempt.'),
    overload: workerOverloadConfig().prefault({}),
    guard: z
      .enum(GUARD_CHOICES)
      .default('auto')
      .describe(
        'What ends attempts when the worker cannot, because it was killed or is frozen: `pid-namespace` (a namespace of the kernel for all of them; bash, unshare, mount and CAP_SYS_ADMIN, or user namespaces), `cgroup` (a writable cgroup v2), `process-group` (works everywhere; does not find what leaves its group and its environment), or the first that works.',
      ),
  });
}

/** The section `api`. */
function apiConfig() {
  return addressConfig({ port: 8420 }).extend({
    names: z
      .array(z.string().min(1))
      .default([])
      .describe('Names under which the server may be asked, beside localhost, 127.0.0.1 and [::1].'),
    token: secret(z.string().min(MIN_TOKEN, `must have ${MIN_TOKEN} characters at least`)).describe(
      'The bearer token that every request must bring.',
    ),
  });
}

/** Where a service answers whether it is well, when nothing else is set. */
const HEALTH_PORTS = { master: 8421, worker: 8422, logger: 8423 } as const;

/** Sections by name. A file may have all of them and be the same for every service. */
export function sectionsOf(service: string) {
  const port = service in HEALTH_PORTS ? HEALTH_PORTS[service as keyof typeof HEALTH_PORTS] : 0;
  return {
    kafka: kafkaConfig({ clientId: `millrace-${service}` }),
    database: databaseConfig(),
    redis: redisConfig(),
    blobs: blobsConfig(),
    health: addressConfig({ port }),
    logging: loggingConfig(),
    master: masterConfig(),
    worker: workerConfig(),
    api: apiConfig(),
  };
}
