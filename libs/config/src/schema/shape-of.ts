import { z } from 'zod';
import { nameOfPath } from '../values/setting-path.js';
import type { SettingPath } from '../values/setting-path.js';
import { settingMeta } from './setting-meta.js';
import type { SectionShape, Shape, ShapeFacts, ValueShape } from './shape.js';

type Schema = z.core.$ZodType;

/** A key that can be turned into a part of a variable's name and is the only one to give that part. */
const KEY = /^[A-Za-z][A-Za-z0-9]*$/;

/** What can be configured by a schema. Throws an Error, which is a mistake in the program, for what nobody could write. */
export function shapeOfSchema(schema: z.ZodObject): SectionShape {
  const shape = shapeOf(schema, []);
  if (shape.kind === 'section') return shape;
  throw new Error('A configuration is described by an object schema.');
}

function shapeOf(schema: Schema, path: SettingPath, inherited: Partial<ShapeFacts> = {}): Shape {
  const { core, facts } = unwrap(schema, inherited);
  const { type } = settingMeta(core);
  if (type !== undefined) return { ...facts, kind: 'value', reads: 'text', type };
  const { def } = (core as z.core.$ZodTypes)._zod;
  const { secret } = facts;
  switch (def.type) {
    case 'object':
      return { ...facts, kind: 'section', keys: keysOf(def.shape, path, secret) };
    case 'array':
      return { ...facts, kind: 'list', item: shapeOf(def.element, [...path, 0], { secret }) };
    case 'record':
      return { ...facts, kind: 'record', value: shapeOf(def.valueType, [...path, '*'], { secret }) };
    default:
      return { ...facts, ...valueOf(core, path) };
  }
}

function keysOf(shape: z.core.$ZodShape, path: SettingPath, secret: boolean): ReadonlyMap<string, Shape> {
  return new Map(
    Object.entries(shape).map(([key, schema]) => {
      const inner = [...path, key];
      if (!KEY.test(key)) throw new Error(`${nameOfPath(inner)}: a key has letters and digits only.`);
      return [key, shapeOf(schema, inner, { secret })];
    }),
  );
}

function valueOf(core: Schema, path: SettingPath): Pick<ValueShape, 'kind' | 'reads' | 'type'> {
  const { def } = (core as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return { kind: 'value', reads: 'text', type: 'text' };
    case 'number':
      return { kind: 'value', reads: 'number', type: numberText(core) };
    case 'boolean':
      return { kind: 'value', reads: 'boolean', type: 'true or false' };
    case 'enum':
      return { kind: 'value', reads: 'text', type: choiceText(Object.values(def.entries)) };
    default:
      throw new Error(
        `${nameOfPath(path)}: a setting of the type ${def.type} cannot be written in a file and a variable alike.`,
      );
  }
}

/** Takes off what only says whether a value must be there, or what is made of it, and gathers what that says. */
function unwrap(schema: Schema, inherited: Partial<ShapeFacts>): { core: Schema; facts: ShapeFacts } {
  const facts = {
    optional: false,
    fallback: undefined as unknown,
    description: '',
    secret: false,
    ...inherited,
  };
  let core = schema;
  for (let inner: Schema | undefined = schema; inner !== undefined; inner = innerOf(core)) {
    core = inner;
    const { def } = (core as z.core.$ZodTypes)._zod;
    facts.secret ||= settingMeta(core).secret === true;
    facts.description ||= z.globalRegistry.get(core)?.description ?? '';
    if (def.type === 'optional') facts.optional = true;
    if (def.type !== 'default' && def.type !== 'prefault') continue;
    facts.optional = true;
    facts.fallback ??= def.defaultValue;
  }
  return { core, facts };
}

function innerOf(schema: Schema): Schema | undefined {
  if (settingMeta(schema).type !== undefined) return undefined;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return def.innerType;
    case 'pipe':
      return def.in;
    default:
      return undefined;
  }
}

function numberText(schema: Schema): string {
  const { type, minimum, maximum } = z.toJSONSchema(schema, { io: 'input' });
  const word = type === 'integer' ? 'integer' : 'number';
  const low = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const high = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (low !== undefined && high !== undefined) return `${word}, ${low} to ${high}`;
  if (low !== undefined) return `${word}, ${low} or more`;
  return high === undefined ? word : `${word}, ${high} or less`;
}

function choiceText(values: readonly (string | number)[]): string {
  return `one of ${values.join(', ')}`;
}
