import { resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { GUARD_CHOICES } from '@millrace/tasks';
import { z } from 'zod';

/** Room for the path in the address of a unix socket. */
const MAX_SOCKET_BYTES = process.platform === 'darwin' ? 103 : 107;

/** What `standalone` can be told. */
export const standaloneOptions = z.object({
  data: z.string().describe('Data folder; made when it is not there.'),
  port: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('TCP port on loopback; default 8420, or a free one when it is taken.'),
  socket: z
    .string()
    .refine((path) => Buffer.byteLength(path) <= MAX_SOCKET_BYTES, {
      error: `its path has more than ${MAX_SOCKET_BYTES} bytes, which is all that the system takes`,
    })
    .optional()
    .describe('Path of a private socket to listen on instead of a port.'),
  slots: z.coerce.number().int().min(1).max(1024).describe('Attempts with processes that run at once.'),
  lightSlots: z.coerce
    .number()
    .int()
    .min(1)
    .max(8192)
    .default(256)
    .describe('Attempts without processes (noop) that run at once.'),
  drainSeconds: z.coerce
    .number()
    .min(0)
    .max(86_400)
    .default(10)
    .describe('How long what runs may go on when told to stop.'),
  keepFailed: z.boolean().default(false).describe('Keep the work folder of a failed attempt.'),
  guard: z
    .enum(GUARD_CHOICES)
    .default('auto')
    .describe(
      'What ends attempts when the process was killed: a PID namespace of its own for all of them, a cgroup v2, process groups, or the first that works.',
    ),
  exitWithParent: z.boolean().default(false).describe('End when standard input closes.'),
  temporaryFolder: z
    .string()
    .optional()
    .describe('Folder that is removed when the process ends, however that comes but by SIGKILL.'),
  traceSteps: z
    .string()
    .optional()
    .describe('For measurements: file to which the start and end of each run is written.'),
  stateHashes: z
    .enum(['every', 'sampled'])
    .default('sampled')
    .describe(
      'Records of the log that carry the hash of the state of their run: of one ended run in 64, or all.',
    ),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

export type StandaloneOptions = z.infer<typeof standaloneOptions>;

/** Reads the arguments. Throws an Error that lists every bad one. */
export function readOptions(args: readonly string[], env: Readonly<NodeJS.ProcessEnv>): StandaloneOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      socket: { type: 'string' },
      slots: { type: 'string' },
      'light-slots': { type: 'string' },
      'drain-seconds': { type: 'string' },
      'keep-failed': { type: 'boolean' },
      guard: { type: 'string' },
      'exit-with-parent': { type: 'boolean' },
      'temporary-folder': { type: 'string' },
      'trace-steps': { type: 'string' },
      'state-hashes': { type: 'string' },
      'log-level': { type: 'string' },
    },
  });
  if (values.port !== undefined && values.socket !== undefined)
    throw new Error('--port and --socket exclude each other: it listens at one place.');
  const parsed = standaloneOptions.safeParse({
    data: wholePath(values.data ?? env.MILLRACE_DATA ?? '.millrace'),
    port: values.port,
    socket: values.socket === undefined ? undefined : wholePath(values.socket),
    slots: values.slots ?? Math.max(4, 4 * availableParallelism()),
    lightSlots: values['light-slots'],
    drainSeconds: values['drain-seconds'],
    keepFailed: values['keep-failed'],
    guard: values.guard,
    exitWithParent: values['exit-with-parent'],
    temporaryFolder:
      values['temporary-folder'] === undefined ? undefined : wholePath(values['temporary-folder']),
    traceSteps: values['trace-steps'],
    stateHashes: values['state-hashes'],
    logLevel: values['log-level'],
  });
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
}

/** A path from the root on. Throws where the current folder, to which it is relative, is gone. */
function wholePath(path: string): string {
  try {
    return resolve(path);
  } catch {
    throw new Error(
      `The current folder is gone: change to one that is there, or give ${path} as a whole path.`,
    );
  }
}
