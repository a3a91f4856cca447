import { z } from 'zod';
import { duration } from '../schema/duration.js';
import { hostPort } from '../schema/host-port.js';
import { relations } from '../schema/relations.js';
import { secret } from '../schema/secret.js';
import { wholePath } from '../schema/whole-path.js';

/** A run id has 12 bits for its partition. */
const MAX_RUN_PARTITIONS = 4096;
const MAX_LOG_PARTITIONS = 4096;
const HEARTBEATS_IN_SESSION = 3;
/** What brokers take at most, unless they are told otherwise. */
const MAX_SESSION = '30m';

/** The section `kafka`: where the log is, as whom, and how fast the loss of an owner is noticed. */
export function kafkaConfig({ clientId }: KafkaDefaults) {
  return relations(
    z.strictObject({
      brokers: z
        .array(hostPort())
        .min(1, 'must name at least one broker')
        .describe('`host:port` of some brokers; the others are found through them.'),
      clientId: z
        .string()
        .min(1)
        .max(200)
        .default(clientId)
        .describe('What this process is called in the logs of the brokers.'),
      prefix: z
        .string()
        .max(100)
        .regex(
          /^[a-z0-9][a-z0-9._-]*$/,
          'must begin with a-z or 0-9 and have only those, dots, _ and - after it',
        )
        .default('millrace.')
        .describe('Before every name of a topic or group, so that several installations can share brokers.'),
      partitions: partitions(),
      replication: z
        .int()
        .min(1)
        .max(15)
        .default(3)
        .describe('On how many brokers each topic is kept; used when topics are created.'),
      tls: tls(),
      login: login().optional(),
      sessionTimeout: duration({ min: '100ms', max: MAX_SESSION })
        .prefault('10s')
        .describe('After how long without a heartbeat the partitions of a master go to others.'),
      heartbeat: duration({ min: '10ms' })
        .prefault('300ms')
        .describe('How often a master says that it lives.'),
    }),
    [
      {
        of: ['sessionTimeout', 'heartbeat'],
        holds: ({ sessionTimeout, heartbeat }) => heartbeat * HEARTBEATS_IN_SESSION <= sessionTimeout,
        message:
          'three heartbeats must fit into the session time-out, or one late heartbeat loses the partitions; raise the time-out or shorten the heartbeat',
      },
    ],
  );
}

export interface KafkaDefaults {
  /** `kafka.clientId` where it is not set: the name of the service. */
  readonly clientId: string;
}

function partitions() {
  const fixed = 'Fixed when the topics are created: every service must say the same.';
  return z.strictObject({
    P: z
      .int()
      .min(1)
      .max(MAX_RUN_PARTITIONS)
      .default(12)
      .describe(`Partitions of commands and events; that many masters can share the work. ${fixed}`),
    L: z.int().min(1).max(MAX_LOG_PARTITIONS).default(4).describe(`Partitions of task logs. ${fixed}`),
  });
}

function tls() {
  const files = z.strictObject({
    enabled: z.boolean().default(false).describe('Whether the connection to the brokers is encrypted.'),
    caFile: wholePath()
      .optional()
      .describe('PEM file of the authorities that brokers are signed by; without it those of the machine.'),
    certFile: wholePath()
      .optional()
      .describe('PEM file of the certificate of this process, where the brokers ask for one.'),
    keyFile: wholePath().optional().describe('PEM file of the key of that certificate.'),
  });
  return relations(files, [
    {
      of: ['certFile', 'keyFile'],
      holds: ({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined),
      message: 'a certificate and its key go together; set both or neither',
    },
    {
      of: ['enabled', 'caFile', 'certFile', 'keyFile'],
      holds: ({ enabled, caFile, certFile, keyFile }) =>
        enabled || (caFile === undefined && certFile === undefined && keyFile === undefined),
      message:
        'files are named but nothing is encrypted; set kafka.tls.enabled to true or take the files out',
    },
  ]);
}

function login() {
  return z
    .strictObject({
      mechanism: z
        .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
        .describe('How the brokers want to be shown the password; use `plain` with TLS only.'),
      username: z.string().min(1).describe('Account at the brokers.'),
      password: secret(z.string().min(1)).describe('Password of that account.'),
    })
    .describe('How to log in; without it the brokers are not asked to know this process.');
}
