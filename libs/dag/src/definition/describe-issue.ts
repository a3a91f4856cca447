import { quoteText, showText } from './quote-text.js';

/** What the issues of zod have in common, as far as it is said to people. */
export interface DescribedIssue {
  readonly code?: string;
  readonly input?: unknown;
  readonly expected?: unknown;
  readonly values?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
  readonly origin?: unknown;
  readonly pattern?: unknown;
  readonly format?: unknown;
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  map: 'a map',
  null: 'empty',
  number: 'a number',
  object: 'a map',
  record: 'a map',
  string: 'text',
};

/** What a value should be, in words: `text`, `one of sh, bash`; undefined where the issue is not about that. */
export function expectedValue(issue: DescribedIssue): string | undefined {
  if (issue.code === 'invalid_type') return kindName(String(issue.expected));
  return issue.code === 'invalid_value' ? listOf(issue.values) : undefined;
}

/** What is wrong with a value, as the end of a sentence that begins with its key: `must be a list, not text`. */
export function describeIssue(issue: DescribedIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${expectedValue(issue)}, not ${kindOf(issue.input)}`;
    case 'invalid_value':
      return `must be ${expectedValue(issue)}, not ${showValue(issue.input)}`;
    case 'too_small':
      return `must ${sizeOf(issue)} ${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}`;
    case 'too_big':
      return `must ${sizeOf(issue)} ${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}`;
    case 'invalid_format':
      return `has not the right form (${showText(String(issue.pattern ?? issue.format))}): ${showValue(issue.input)}`;
    default:
      return `is not valid: ${showValue(issue.input)}`;
  }
}

export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return kindName(typeof value);
}

function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}

function listOf(values: unknown): string {
  const words = Array.isArray(values) ? values.map((value) => showText(String(value))) : [];
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
}

function showValue(value: unknown): string {
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value);
}

function sizeOf(issue: { readonly origin?: unknown }): string {
  if (issue.origin === 'string') return 'have, in characters,';
  return issue.origin === 'array' ? 'have, in items,' : 'be';
}
