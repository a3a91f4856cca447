import { z } from 'zod';
import { secret } from '../schema/secret.js';
import { serverUrl } from '../schema/server-url.js';

const RULES = {
  schemes: ['redis', 'rediss'],
  path: /^(?:\/\d*)?$/,
  example: 'redis://user:password@host:6379/0, or rediss:// with TLS',
} as const;

/** The section `redis`: where services say that they are alive. */
export function redisConfig() {
  return z.strictObject({
    url: secret(serverUrl(RULES)).describe(
      'Address of the registry: `redis://user:password@host:6379/0`, with TLS `rediss://`.',
    ),
    prefix: z
      .string()
      .max(100)
      .regex(/^\S+$/, 'must be text without blanks')
      .default('millrace:')
      .describe('Before every key, so that several installations can share a server.'),
  });
}
