import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** The path of a file or folder from the root on: a service does not care in which folder it was started. */
export function wholePath(): z.ZodString {
  return z.string().refine((path) => isAbsolute(path) && !path.includes('\0'), {
    error: 'must be a whole path, from the root on',
  });
}
