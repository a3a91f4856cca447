import { z } from 'zod';

/** What a schema says about a setting beside what zod knows. */
export interface SettingMeta {
  readonly secret?: true;
  /** Set by the types of value that this library adds: how their type is called. */
  readonly type?: string;
}

// A registry of its own: what is in the global one also goes into JSON schemas.
const REGISTRY = z.registry<SettingMeta>();

/** The same schema with more said about it; it stays said when checks or a description are added. */
export function withSettingMeta<S extends z.ZodType>(schema: S, meta: SettingMeta): S {
  const marked = schema.clone();
  REGISTRY.add(marked, { ...REGISTRY.get(schema), ...meta });
  return marked;
}

export function settingMeta(schema: z.core.$ZodType): SettingMeta {
  return REGISTRY.get(schema) ?? {};
}
