import type { z } from 'zod';

/**
 * What the validator must know of a task type. The types themselves live in `libs/tasks`; they come in as data so
 * that the domain knows none of them.
 */
export interface TaskTypeSpec {
  /** The word in `type:`. */
  readonly type: string;
  /** One sentence for the reference page. */
  readonly summary: string;
  /** The type's own keys, beside the task keys that all types share. A strict object. */
  readonly settings: z.ZodObject;
  /** Own keys that hold code (`script`): `${{ }}` in them is refused with the `env:` line to write instead. */
  readonly codeKeys: readonly string[];
  /**
   * Own keys that hold values of the expression language, whose numbers keep their type: `5.0` stays a double, and the
   * executor gets integers as bigint. Default: none.
   */
  readonly valueKeys?: readonly string[];
}
