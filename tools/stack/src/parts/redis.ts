import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { LOOPBACK } from '../places.js';
import { redisAnswers } from '../probes/redis-probe.js';
import { hostOf, parseUrl } from './addresses.js';
import type { Part, StackEndpoints } from './part.js';

const DEFAULT_PORT = 6379;

export const redis: Part<StackEndpoints['redis']> = {
  variable: 'MILLRACE_STACK_REDIS',
  variableForm: 'redis://host:port',
  ports: [16_379],
  fromVariable(text) {
    const url = parseUrl(text, 'redis');
    if (url === undefined) return undefined;
    const address = { host: hostOf(url), port: Number(url.port || DEFAULT_PORT) };
    return { endpoint: address, addresses: [address] };
  },
  textAt: (port) => `redis://${LOOPBACK}:${port}`,
  answers: redisAnswers,
  needs: () => [{ program: 'redis-server', package: 'redis-server' }],
  async prepare(home, [port]) {
    const data = join(home, 'data');
    await mkdir(data, { recursive: true });
    return {
      program: 'redis-server',
      args: [
        ...['--port', String(port), '--bind', LOOPBACK, '--dir', data],
        // Leases are lost with the process, as they are where Redis is only memory: nothing may rely on them.
        ...['--save', '', '--appendonly', 'no', '--daemonize', 'no'],
      ],
    };
  },
};
