import { z } from 'zod';
import type { DocumentPath } from './document-path.js';

/** The keys that a schema knows at a path inside it, for "did you mean". Through unions: the keys of all members. */
export function keysAt(schema: unknown, path: DocumentPath): readonly string[] {
  const [head, ...rest] = path;
  return schemaMembers(schema).flatMap((member) => {
    if (head !== undefined) return keysAt(childSchema(member, head), rest);
    return member instanceof z.ZodObject ? Object.keys(member.shape) : [];
  });
}

/** A schema without what is wrapped around it; of a union all members. */
export function schemaMembers(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => schemaMembers(option));
  const inner = unwrapped(schema);
  return inner === undefined ? [schema] : schemaMembers(inner);
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return schema.unwrap();
  if (schema instanceof z.ZodDefault) return schema.unwrap();
  return schema instanceof z.ZodPipe ? schema.in : undefined;
}

/** The schema of what stands under a key or an index; undefined when this one says nothing about it. */
export function childSchema(schema: unknown, key: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[key];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}
