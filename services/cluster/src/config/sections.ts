import { availableParallelism, hostname } from 'node:os';
import {
  blobsConfig,
  databaseConfig,
  duration,
  healthConfig,
  kafkaConfig,
  loggingConfig,
  redisConfig,
  secret,
  wholePath,
} from '@millrace/config';
import { z } from 'zod';

/** Shorter tokens can be guessed. */
const MIN_TOKEN = 32;

/** The section `master`. */
function masterConfig() {
  return z.strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .default(`${hostname()}:${process.pid}`)
      .describe('Name of this master, shown in its claims; host and process by default.'),
    stateHashes: z
      .enum(['every', 'sampled'])
      .default('sampled')
      .describe(
        'Records of the log that carry the hash of the state of their run: of one ended run in 64, or all.',
      ),
  });
}

/** The section `worker`. */
function workerConfig() {
  return z.strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .default(hostname())
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
      .default(Math.max(4, 4 * availableParallelism()))
      .describe('Attempts with processes that run at once; four for each processor by default.'),
    lightSlots: z
      .int()
      .min(1)
      .max(8192)
      .default(256)
      .describe('Attempts without processes (noop) that run at once.'),
    folder: wholePath().describe('Journal and work folders of attempts; this worker has it for itself.'),
    drainGrace: duration({ min: 0, max: '1d' })
      .prefault('10s')
      .describe('How long what runs may go on when told to stop.'),
    keepFailed: z.boolean().default(false).describe('Keep the work folder of a failed attempt.'),
  });
}

/** The section `api`. */
function apiConfig() {
  return z.strictObject({
    host: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('Address to listen on; `0.0.0.0` for all of the machine.'),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(8420)
      .describe('TCP port to listen on; 0 takes any that is free.'),
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
    health: healthConfig({ port }),
    logging: loggingConfig(),
    master: masterConfig(),
    worker: workerConfig(),
    api: apiConfig(),
  };
}
