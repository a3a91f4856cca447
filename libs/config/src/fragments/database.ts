import { z } from 'zod';
import { secret } from '../schema/secret.js';
import { serverUrl } from '../schema/server-url.js';

const RULES = {
  schemes: ['mysql'],
  path: /^\/[^/]+$/,
  example: 'mysql://user:password@host:3306/millrace',
} as const;

/** The section `database`: where the read model is. */
export function databaseConfig() {
  return z.strictObject({
    url: secret(serverUrl(RULES)).describe(
      'Address of the read model, MySQL 8 or MariaDB: `mysql://user:password@host:3306/database`.',
    ),
  });
}
