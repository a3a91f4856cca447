import type { z } from 'zod';
import { shapeOfSchema } from './schema/shape-of.js';
import { typeOfShape } from './schema/shape.js';
import { defaultText } from './values/default-text.js';
import type { SettingSlot } from './values/setting-slot.js';
import { slotsOf } from './values/setting-slot.js';
import { nameOfPath } from './values/setting-path.js';

/** A setting, for people. */
export interface Setting {
  /** Where it stands in the file: `kafka.clientId`. */
  readonly path: string;
  /** What sets it in the environment: `MILLRACE_KAFKA_CLIENT_ID`; undefined where only the file can. */
  readonly variable: string | undefined;
  /** For a secret: the variable that names a file which holds its value. */
  readonly fileVariable: string | undefined;
  /** In words: `integer, 1 or more`, `list of text`. */
  readonly type: string;
  /** As one would write it; undefined: there is none. */
  readonly default: string | undefined;
  /** It must be given; where `within` is set, only when something of that section is. */
  readonly required: boolean;
  /** The section that may be left out as a whole: `kafka.login`. */
  readonly within: string | undefined;
  /** '' when the schema has none. */
  readonly description: string;
  readonly secret: boolean;
}

/** Every setting of a schema, in its order. Throws an Error for a schema that `loadConfig` could not read by. */
export function describeConfig(schema: z.ZodObject): readonly Setting[] {
  return slotsOf(shapeOfSchema(schema)).map(describeSlot);
}

function describeSlot({ path, shape, variable, fileVariable, within }: SettingSlot): Setting {
  const { description, secret, optional, fallback } = shape;
  const type = typeOfShape(shape);
  const shown = secret && fallback !== undefined ? '***' : defaultText(fallback);
  return {
    path: nameOfPath(path),
    ...{ variable, fileVariable, within },
    ...{ type, default: shown, required: !optional, description, secret },
  };
}
