import type { CST, Document, ParsedNode } from 'yaml';
import { Composer } from 'yaml';
import { INPUT_LIMITS } from './input-limits.js';
import type { SyntaxProblem } from './scan-tokens.js';

export interface ComposedDocument {
  /** Null for a document without content. */
  readonly root: ParsedNode | null;
  readonly problems: readonly SyntaxProblem[];
}

type ErrorSource = number | readonly number[] | { readonly offset: number };

class TooManyErrors extends Error {}

/** Builds the tree of nodes from tokens, by the core schema. Stops after 100 syntax errors. */
export function composeDocument(tokens: readonly CST.Token[], length: number): ComposedDocument {
  const problems: SyntaxProblem[] = [];
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  // The composer has no limit of its own, and a megabyte of commas would give a million errors.
  Object.defineProperty(composer, 'onError', { value: collectInto(problems) });
  try {
    const [document] = [...composer.compose(tokens, true, length)];
    return { root: document?.contents ?? null, problems: [...problems, ...leftErrors(document)] };
  } catch (error) {
    if (error instanceof TooManyErrors) return { root: null, problems };
    throw error;
  }
}

function collectInto(problems: SyntaxProblem[]) {
  return (source: ErrorSource, yamlCode: string, message: string, warning?: boolean): void => {
    if (warning === true && yamlCode !== 'BAD_ALIAS') return;
    if (problems.length >= INPUT_LIMITS.syntaxErrors) throw new TooManyErrors();
    problems.push({ code: 'YAML_SYNTAX', message, offset: offsetOf(source) });
  };
}

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') return source;
  return 'offset' in source ? source.offset : (source[0] ?? 0);
}

function leftErrors(document: Document.Parsed | undefined): readonly SyntaxProblem[] {
  return (document?.errors ?? []).map((error) => ({
    code: 'YAML_SYNTAX',
    message: error.message,
    offset: error.pos[0],
  }));
}
