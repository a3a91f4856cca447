import type { z } from 'zod';
import { shapeOfSchema } from './shape-of.js';
import { shapeAt } from './shape.js';

/** Something that must hold between several settings. */
export interface Relation<C> {
  /** Paths within the section, `partitions.P`. At least two; all of them are named in the message with their values. */
  readonly of: readonly string[];
  /** Is asked when every setting of `of` is valid; the others may be anything, so it must not look at them. */
  readonly holds: (section: C) => boolean;
  /** What must hold, and what to do: the end of a message that begins with the settings. */
  readonly message: string;
}

/**
 * Adds relations to a section. They are checked even where other settings of it are wrong. Throws an Error, which is a
 * mistake in the program, for a path that the section does not have.
 */
export function relations<S extends z.ZodObject>(schema: S, list: readonly Relation<z.output<S>>[]): S {
  const shape = shapeOfSchema(schema);
  return list.reduce<S>((related, { of, holds, message }) => {
    const paths = of.map((setting) => setting.split('.'));
    if (!paths.every((path) => shapeAt(shape, path)))
      throw new Error(`${of.join(' and ')} are not all settings.`);
    const when = ({ issues }: z.core.ParsePayload): boolean => !issues.some((issue) => touches(issue, paths));
    return related.refine((section) => holds(section), {
      message,
      when,
      params: { relation: of },
    });
  }, schema);
}

/** Whether what an issue is about is one of the settings, or holds one. */
function touches(issue: z.core.$ZodRawIssue, settings: readonly (readonly string[])[]): boolean {
  const path = issue.path ?? [];
  if (path.length === 0 && issue.code === 'custom' && issue.params?.relation !== undefined) return false;
  return settings.some((setting) => setting.every((part, at) => at >= path.length || path[at] === part));
}

/** The settings that an issue is about when a relation does not hold. */
export function relationOf(issue: z.core.$ZodIssue): readonly string[] | undefined {
  const of: unknown = issue.code === 'custom' ? issue.params?.relation : undefined;
  return Array.isArray(of) ? of.map(String) : undefined;
}
