import { z } from 'zod';
import type { DocumentPath } from './document-path.js';

/** The keys that a schema knows at a path inside it, for "did you mean". Through unions: the keys of all members. */
export function keysAt(schema: unknown, path: DocumentPath): readonly string[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysAt(option, path));
  const inner = unwrapped(schema);
  if (inner !== undefined) return keysAt(inner, path);
  const [head, ...rest] = path;
  if (head !== undefined) return keysAt(childOf(schema, head), rest);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return schema.unwrap();
  if (schema instanceof z.ZodDefault) return schema.unwrap();
  return schema instanceof z.ZodPipe ? schema.in : undefined;
}

function childOf(schema: unknown, key: string | number): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[key];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}
