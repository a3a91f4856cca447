import type { z } from 'zod';
import { withSettingMeta } from './setting-meta.js';

/**
 * Marks a setting as secret. Messages show `***` in place of its value, and beside its variable there is one ending in
 * `_FILE` that names a file which holds it. A check that looks at several settings must not put it into its message.
 */
export function secret<S extends z.ZodType>(schema: S): S {
  return withSettingMeta(schema, { secret: true });
}
