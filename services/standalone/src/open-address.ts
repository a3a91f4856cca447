import type { ListenAddress, Listening } from '@millrace/api';
import { listen } from '@millrace/api';
import { EXIT } from '@millrace/nest-kit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { StandaloneOptions } from './options.js';
import { StartRefusedError } from './refusal.js';

type Place = Pick<StandaloneOptions, 'socket' | 'port'>;

/** Lets the server take connections at the port or socket of the options. Throws StartRefusedError. */
export async function openAddress(app: NestFastifyApplication, place: Place): Promise<Listening> {
  try {
    return await listen(app, addressOf(place));
  } catch (error) {
    throw addressFailureOf(error, place) ?? error;
  }
}

/** What the system has against an address; undefined where the address is not at fault. */
export function addressFailureOf(error: unknown, { socket, port }: Place): StartRefusedError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const { where, taken, refused, other } =
    socket === undefined
      ? { where: `port ${port ?? ''} of 127.0.0.1`, ...PORT }
      : { where: socket, ...SOCKET };
  const told = (reason: string): string =>
    `Could not listen at ${where}: ${reason}. Give another with ${other}.`;
  if (code === 'EADDRINUSE') return new StartRefusedError(told(taken), EXIT.conflict);
  return typeof code === 'string' && REFUSED.has(code)
    ? new StartRefusedError(told(refused), EXIT.usage)
    : undefined;
}

const PORT = {
  taken: 'another program has it',
  refused: 'this user may not use it',
  other: '--port (0: any that is free)',
};
const SOCKET = {
  taken: 'another program listens there, or something else stands in its place',
  refused: 'its folder is not there, or this user may not write to it',
  other: '--socket',
};
/** The system gives EACCES also where the folder of a socket is not there. */
const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EINVAL']);

function addressOf({ socket, port }: Place): ListenAddress {
  if (socket !== undefined) return { socket };
  return port === undefined ? {} : { port };
}
