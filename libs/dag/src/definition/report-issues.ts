import type { z } from 'zod';
import { describeIssue, expectedValue } from './describe-issue.js';
import { didYouMean } from './did-you-mean.js';
import type { DocumentPath } from './document-path.js';
import { valueAt } from './document-path.js';
import type { ProblemSink } from './problem-sink.js';
import { quoteText, showText } from './quote-text.js';
import { keysAt } from './schema-keys.js';
import type { JsonValue } from './workflow-definition.js';

export type Issue = z.core.$ZodIssue;

export interface IssueContext {
  readonly sink: ProblemSink;
  /** Where the checked value stands in the document. */
  readonly path: DocumentPath;
  readonly value: JsonValue;
  readonly schema: unknown;
  /** Keys that are known here beside those of the schema. */
  readonly otherKeys?: readonly string[];
}

/** Default texts for zod, see `describe-issue.ts`; the input is needed for "not what". */
export const ISSUE_TEXTS = { error: describeIssue, reportInput: true } as const;

/** Turns what zod says into problems with a place, a code and, where one is known, a hint. */
export function reportIssues(issues: readonly Issue[], context: IssueContext): void {
  for (const issue of issues) reportIssue(issue, context, []);
}

function reportIssue(issue: Issue, context: IssueContext, prefix: DocumentPath): void {
  const inner = [...prefix, ...pathOf(issue)];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reportUnknownKey(key, context, inner);
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    for (const part of likeliest(issue.errors)) reportIssue(part, context, inner);
    return;
  }
  if (issue.code === 'invalid_key') {
    reportKeyIssues(issue.issues, context, inner);
    return;
  }
  report(issue, context, inner, 'value');
}

/** What is wrong with a key itself; `inner` leads to it. */
export function reportKeyIssues(issues: readonly Issue[], context: IssueContext, inner: DocumentPath): void {
  for (const issue of issues) report(issue, context, inner, 'key');
}

/** The member of a union that fits best: it complains deepest in the value, then least. */
function likeliest(errors: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]): number =>
    Math.max(0, ...issues.map((issue) => issue.path.length));
  const [best] = [...errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  return best ?? [];
}

function hintForKey(key: string, context: IssueContext, inner: DocumentPath): string | undefined {
  const other = inner.length === 0 ? (context.otherKeys ?? []) : [];
  const known = [...new Set([...keysAt(context.schema, inner), ...other])];
  return didYouMean(key, known) ?? (known.length === 0 ? undefined : `known keys: ${known.join(', ')}`);
}

export function pathOf(issue: Issue): DocumentPath {
  return issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}

function reportUnknownKey(key: string, context: IssueContext, inner: DocumentPath): void {
  const path = [...context.path, ...inner];
  const owner = path.length === 0 ? 'a workflow' : quoteText(path.join('.'));
  const hint = (): string | undefined => hintForKey(key, context, inner);
  context.sink.add('UNKNOWN_KEY', [...path, key], `${quoteText(key)} is not a key of ${owner}.`, {
    hint,
    part: 'key',
  });
}

function report(issue: Issue, context: IssueContext, inner: DocumentPath, part: 'key' | 'value'): void {
  const path = [...context.path, ...inner];
  const value = valueAt(context.value, inner);
  if (value === undefined && issue.code !== 'custom') {
    reportMissing(issue, context, path);
    return;
  }
  const text = describeIssue(issue);
  const sentence = issue.message === text ? `${quoteText(path.join('.'))} ${text}.` : issue.message;
  const hint = hintOf(issue, value, showText(context.sink.writtenAt(path) ?? ''));
  context.sink.add(codeOf(issue), path, sentence, { hint, part });
}

function reportMissing(issue: Issue, context: IssueContext, path: DocumentPath): void {
  const key = String(path.at(-1));
  const owner = path.length === 1 ? 'The workflow' : quoteText(path.slice(0, -1).join('.'));
  const hint = missingHint(key, issue);
  context.sink.add('MISSING_KEY', path, `${owner} has no '${key}': it is required.`, { hint });
}

function missingHint(key: string, issue: Issue): string {
  const value = expectedValue(issue);
  const isWord = issue.code === 'invalid_value' && issue.values.length === 1;
  return isWord ? `write ${key}: ${value}` : `write ${key}: and ${value ?? 'its value'}`;
}

const CODES: Readonly<Record<string, string>> = {
  invalid_type: 'INVALID_TYPE',
  invalid_value: 'INVALID_VALUE',
  too_small: 'OUT_OF_RANGE',
  too_big: 'OUT_OF_RANGE',
};

function codeOf(issue: Issue): string {
  const own = customParam(issue, 'code');
  return own ?? CODES[issue.code] ?? 'INVALID_VALUE';
}

function customParam(issue: Issue, name: string): string | undefined {
  const value: unknown = issue.code === 'custom' ? issue.params?.[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** `written`: the value as it stands in the file, where it is a scalar: what is to be quoted is that, not the number. */
function hintOf(issue: Issue, value: JsonValue | undefined, written: string): string | undefined {
  if (issue.code === 'custom') return customParam(issue, 'hint');
  if (value === null) return 'give it a value or leave the key out';
  if (issue.code === 'invalid_value' && typeof value === 'string')
    return didYouMean(value, issue.values.map(String));
  return issue.code === 'invalid_type' ? typeHint(issue.expected, value, written) : undefined;
}

function typeHint(expected: string, value: JsonValue | undefined, written: string): string | undefined {
  if (expected === 'array' && isScalar(value)) return `write a list: [${written}]`;
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `put it in quotes: "${written}"`;
  }
  if (expected === 'boolean') return 'write true or false, without quotes';
  return undefined;
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
