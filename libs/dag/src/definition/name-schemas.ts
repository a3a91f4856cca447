import { z } from 'zod';
import { quoteText } from './quote-text.js';

/** Refused as any name: what JavaScript finds on every object. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Environment variables that millrace sets itself begin so. */
export const RESERVED_ENV_PREFIX = 'MILLRACE_';

interface NameRule {
  /** What is named, for messages: `a task name`. */
  readonly what: string;
  /** Source of the pattern, without anchors. */
  readonly pattern: string;
  readonly rule: string;
  readonly maxLength: number;
  /** A name begins with none of these. */
  readonly reserved?: string;
}

const SLUG = '[a-z0-9][a-z0-9_-]*';
const SLUG_RULE = 'small letters a-z, digits, _ and -, beginning with a letter or digit';
const NAME_RULE = 'letters A-Z and a-z, digits and _, beginning with a letter or _';

/** Name of a workflow or a project, also of a worker group. */
export const slugSchema = nameSchema({ what: 'a name', pattern: SLUG, rule: SLUG_RULE, maxLength: 63 });

export const taskNameSchema = nameSchema({
  what: 'a task name',
  pattern: '[A-Za-z_][A-Za-z0-9_-]*',
  rule: 'letters A-Z and a-z, digits, _ and -, beginning with a letter or _',
  maxLength: 127,
});

export const paramNameSchema = nameSchema({
  what: 'a parameter name',
  pattern: '[A-Za-z_][A-Za-z0-9_]*',
  rule: NAME_RULE,
  maxLength: 127,
});

export const envNameSchema = nameSchema({
  what: 'the name of an environment variable',
  pattern: '[A-Za-z_][A-Za-z0-9_]*',
  rule: NAME_RULE,
  maxLength: 127,
  reserved: RESERVED_ENV_PREFIX,
});

export const outputNameSchema = nameSchema({
  what: 'an output name',
  pattern: '[A-Za-z_][A-Za-z0-9_-]*',
  rule: 'letters A-Z and a-z, digits, _ and -, beginning with a letter or _',
  maxLength: 127,
});

export const labelNameSchema = nameSchema({
  what: 'a label name',
  pattern: '[A-Za-z0-9_][A-Za-z0-9_./-]*',
  rule: 'letters A-Z and a-z, digits, _ . / and -, beginning with a letter, digit or _',
  maxLength: 127,
});

function nameSchema(rule: NameRule) {
  const whole = new RegExp(`^${rule.pattern}$`);
  const reserved = rule.reserved === undefined ? '' : `|${rule.reserved}`;
  const pattern = `^(?!__proto__$|constructor$|prototype$${reserved})${rule.pattern}$`;
  return z
    .string()
    .superRefine((text, context) => {
      const refusal = refuseName(text, rule, whole);
      if (refusal) context.addIssue({ code: 'custom', ...refusal });
    })
    .meta({ pattern, maxLength: rule.maxLength });
}

interface NameRefusal {
  readonly message: string;
  readonly params: { readonly code: string; readonly hint?: string };
}

function refuseName(text: string, rule: NameRule, whole: RegExp): NameRefusal | undefined {
  const code = 'INVALID_NAME';
  if (FORBIDDEN_NAMES.has(text)) {
    return { message: `${quoteText(text)} is refused as any name.`, params: { code } };
  }
  if (rule.reserved !== undefined && text.startsWith(rule.reserved)) {
    const message = `${quoteText(text)} is reserved: millrace sets the variables that begin with ${rule.reserved} itself.`;
    return { message, params: { code } };
  }
  if (text.length <= rule.maxLength && whole.test(text)) return undefined;
  const message = `${quoteText(text)} is not ${rule.what}: ${rule.rule}, at most ${rule.maxLength} characters.`;
  const suggestion = suggestName(text, whole);
  const hint = suggestion === undefined ? {} : { hint: `write for example ${suggestion}` };
  return { message, params: { code, ...hint } };
}

function suggestName(text: string, whole: RegExp): string | undefined {
  const base = text
    .normalize('NFKD')
    .replace(/[^\p{ASCII}]/gu, '')
    .trim();
  const joined = base
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  const candidates = [joined, joined.toLowerCase(), joined.replaceAll('-', '_')];
  return joined.length < 2 ? undefined : candidates.find((name) => name !== text && whole.test(name));
}
