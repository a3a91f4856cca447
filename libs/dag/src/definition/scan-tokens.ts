import { CST, Lexer, Parser } from 'yaml';
import { INPUT_LIMITS } from './input-limits.js';

/** Something wrong at an offset of the text, before the document has a shape. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  readonly hint?: string;
  /** JSON pointer, once the document has a shape. */
  readonly pointer?: string;
}

export interface TokenScan {
  readonly tokens: readonly CST.Token[];
  readonly problems: readonly SyntaxProblem[];
  /** A limit was passed: the tokens are not whole. */
  readonly stopped: boolean;
}

const CORE_TAG = /^!!(?:str|int|float|bool|null|map|seq)$/;
const CORE_DIRECTIVE = /^%YAML[ \t]+1\.2[ \t]*$/;
/** The parser's stack holds the document and the scalar at hand beside the open lists and maps. */
const STACK_LIMIT = INPUT_LIMITS.depth + 2;

/**
 * Splits the text into tokens and applies the limits on the way, so that hostile text ends before anything is built
 * from it: depth, aliases, tags, directives, number of documents.
 */
export function scanTokens(text: string): TokenScan {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const rules = createRules();
  let offset = 0;
  let mark = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (mark !== CST.SCALAR) rules.lexeme(lexeme, offset);
    for (const token of parser.next(lexeme)) rules.token(token, tokens);
    if (parser.stack.length > STACK_LIMIT) rules.tooDeep(offset);
    if (rules.stopped()) return { tokens, problems: rules.problems, stopped: true };
    if (!isMark(lexeme)) offset += lexeme.length;
    mark = lexeme;
  }
  for (const token of parser.end()) rules.token(token, tokens);
  return { tokens, problems: rules.problems, stopped: rules.stopped() };
}

function isMark(lexeme: string): boolean {
  return lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR;
}

interface ScanRules {
  readonly problems: readonly SyntaxProblem[];
  lexeme(lexeme: string, offset: number): void;
  token(token: CST.Token, tokens: CST.Token[]): void;
  tooDeep(offset: number): void;
  stopped(): boolean;
}

function createRules(): ScanRules {
  const problems: SyntaxProblem[] = [];
  let aliases = 0;
  let documents = 0;
  let stopped = false;
  const refuse = (problem: SyntaxProblem, stop: boolean): void => {
    problems.push(problem);
    stopped ||= stop || problems.length >= INPUT_LIMITS.syntaxErrors;
  };
  return {
    problems,
    stopped: () => stopped,
    tooDeep: (offset) => refuse(tooDeepAt(offset), true),
    lexeme: (lexeme, offset) => {
      const type = CST.tokenType(lexeme);
      if (type === 'alias') aliases += 1;
      if (aliases > INPUT_LIMITS.aliases) refuse(tooManyAliases(offset), true);
      if (type === 'tag' && !CORE_TAG.test(lexeme)) refuse(unknownTag(offset, lexeme), false);
    },
    token: (token, tokens) => {
      if (token.type === 'document') documents += 1;
      if (documents > 1) refuse(secondDocument(token.offset), true);
      else if (token.type === 'error')
        refuse({ code: 'YAML_SYNTAX', message: token.message, offset: token.offset }, false);
      else if (token.type === 'directive' && !CORE_DIRECTIVE.test(token.source))
        refuse(directive(token), false);
      else tokens.push(token);
    },
  };
}

function tooDeepAt(offset: number): SyntaxProblem {
  return {
    code: 'TOO_DEEP',
    message: `Lists and maps are nested deeper than ${INPUT_LIMITS.depth} levels.`,
    offset,
  };
}

function tooManyAliases(offset: number): SyntaxProblem {
  const message = `The file has more than ${INPUT_LIMITS.aliases} aliases (*name).`;
  return { code: 'TOO_MANY_ALIASES', message, offset, hint: 'a value that begins with * must be quoted' };
}

function unknownTag(offset: number, tag: string): SyntaxProblem {
  const hint = 'a value that begins with ! is read as a tag: put it in quotes';
  return { code: 'UNKNOWN_TAG', message: `The tag ${tag.slice(0, 60)} is not allowed.`, offset, hint };
}

function directive(token: CST.Directive): SyntaxProblem {
  const message = `The directive ${token.source.slice(0, 60)} is not allowed: the file is read as YAML 1.2.`;
  return { code: 'YAML_DIRECTIVE', message, offset: token.offset, hint: 'take the line out' };
}

function secondDocument(offset: number): SyntaxProblem {
  const message = 'A second document begins here: a workflow file holds one.';
  return { code: 'MULTIPLE_DOCUMENTS', message, offset, hint: 'write each workflow to a file of its own' };
}
