import { parts } from './parts/index.js';
import type { Address, PartName } from './parts/part.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How the stack may be had when `MILLRACE_STACK` says it; otherwise it chooses. */
export const WAYS = ['container', 'native', 'off'] as const;

/** What `MILLRACE_STACK` says. Throws for a word that it does not know. */
export function wantedWay(environment: Environment): (typeof WAYS)[number] | 'any' {
  const text = environment['MILLRACE_STACK'] ?? '';
  if (text === '') return 'any';
  const way = WAYS.find((word) => word === text);
  if (way === undefined) throw new Error(`MILLRACE_STACK is ${text}: give one of ${WAYS.join(', ')}.`);
  return way;
}

/** The endpoint that the environment names for a part, if any. Throws when it does not have the form. */
export function namedEndpoint(
  name: PartName,
  environment: Environment,
): { readonly text: string; readonly addresses: readonly Address[] } | undefined {
  const { variable, variableForm, fromVariable } = parts[name];
  const text = environment[variable]?.trim() ?? '';
  if (text === '') return undefined;
  const named = fromVariable(text);
  if (named === undefined) throw new Error(`${variable} does not have the form ${variableForm}.`);
  return { text, addresses: named.addresses };
}
