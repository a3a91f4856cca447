import { describeIssue, didYouMean, quoteText } from '@millrace/dag';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

export interface IssueValue {
  /** As it was found, before it was checked. */
  readonly raw: unknown;
  readonly secret: boolean;
  readonly inVariable: boolean;
}

const HIDDEN = '***';

/** What is wrong with a value and what to do; no secret is in it. */
export function issueText(issue: Issue, value: IssueValue): string {
  return [sentenceOf(issue, value), hintOf(issue, value)].filter((part) => part !== undefined).join('; ');
}

/** A value as it may be shown. */
export function shownValue({ raw, secret }: Pick<IssueValue, 'raw' | 'secret'>): string {
  if (secret) return HIDDEN;
  if (Array.isArray(raw))
    return `[${raw.map((item: unknown) => shownValue({ raw: item, secret })).join(', ')}]`;
  if (typeof raw === 'string') return quoteText(raw);
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : 'a map';
}

function sentenceOf(issue: Issue, value: IssueValue): string {
  const { raw, secret, inVariable } = value;
  if (issue.message !== describeIssue(issue)) return ownText(issue.message, value);
  if (issue.code !== 'invalid_type') return describeIssue(secret ? { ...issue, input: HIDDEN } : issue);
  // The text of a variable has no type that could be named, and `not a number` says little of 1.5.
  const isTelling = typeof raw === 'number' || (typeof raw === 'string' && inVariable);
  const text = describeIssue(issue);
  return isTelling && !secret
    ? text.replace(/, not (?:text|a number)$/, () => `, not ${shownValue(value)}`)
    : text;
}

/** The message of a check that a schema adds. Its author may have put the value into it. */
function ownText(message: string, { raw, secret }: IssueValue): string {
  if (secret)
    return typeof raw === 'string' && raw !== '' && message.includes(raw) ? 'is not valid' : message;
  const isPlain = typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
  return isPlain ? `${message}, not ${shownValue({ raw, secret })}` : message;
}

function hintOf(issue: Issue, { raw, secret, inVariable }: IssueValue): string | undefined {
  if (issue.code === 'invalid_value' && typeof raw === 'string' && !secret)
    return didYouMean(raw, issue.values.map(String));
  if (issue.code !== 'invalid_type' || inVariable || typeof raw === 'object') return undefined;
  return HINTS[issue.expected];
}

/** What to write in the file, by the type that is expected. */
const HINTS: Readonly<Record<string, string>> = {
  array: 'write a list: [one, another]',
  boolean: 'write true or false, without quotes',
  int: 'write digits only',
  number: 'write digits, without quotes',
  string: 'put it in quotes',
};
