import { hasTemplate } from '../expressions/compile-template.js';
import type { DocumentPath } from './document-path.js';
import { isList, isRecord } from './document-path.js';
import type { JsonValue } from './workflow-definition.js';

const TEMPLATE = /(^|[^$])\$\{\{([\s\S]*?)\}\}/g;

/** Text that holds `${{ }}`. */
export function isTemplate(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && hasTemplate(value);
}

/** Text that is exactly one `${{ … }}`: its value keeps its type. */
export function isSingleTemplate(value: JsonValue | undefined): boolean {
  return (
    isTemplate(value) && value.startsWith('${{') && value.endsWith('}}') && value.split('${{').length === 2
  );
}

/** A piece of text somewhere inside a value. */
export interface TextAt {
  readonly path: DocumentPath;
  readonly text: string;
}

/** All texts with `${{ }}` in a value, at any depth, in their order. */
export function templatesIn(value: JsonValue | undefined, path: DocumentPath): readonly TextAt[] {
  if (typeof value === 'string') return hasTemplate(value) ? [{ path, text: value }] : [];
  if (isList(value)) return value.flatMap((item, index) => templatesIn(item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => templatesIn(item, [...path, key]));
}

/** The expressions inside a template, as they are written, without the marks. For hints, not for evaluation. */
export function expressionTexts(template: string): readonly string[] {
  return [...template.matchAll(TEMPLATE)].map((match) => (match[2] ?? '').trim());
}

/** Offset of the first `${{` that is not escaped; 0 when there is none. */
export function firstTemplateOffset(text: string): number {
  const match = /(?:^|[^$])\$\{\{/.exec(text);
  return match ? match.index + match[0].length - 3 : 0;
}
