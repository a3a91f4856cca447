import type { ErrorCode } from 'yaml';

/**
 * What a syntax error means and what to do. The parser's own messages are not used: they quote the file, and what they
 * quote may be a secret.
 */
export function yamlProblem(code: ErrorCode): string {
  return (
    PROBLEMS[code] ?? 'this is not YAML; check the colons, quotes, brackets and the indentation around it'
  );
}

const ONE_DOCUMENT = 'a second document begins here; keep one and take the line --- out';
const PROPERTIES =
  'anchors and tags are mixed up here; take them out, or put a value that begins with & or ! in quotes';

const PROBLEMS: Partial<Readonly<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: PROPERTIES,
  BAD_ALIAS: 'an alias has a name that cannot be; put a value that begins with * or & in quotes',
  BAD_DIRECTIVE: 'directives are not read here; take the line that begins with % out',
  BAD_DQ_ESCAPE: 'there is no such escape in double quotes; write \\\\ for a backslash, or use single quotes',
  BAD_INDENT: 'this line is indented wrongly; line it up with its neighbours, in spaces',
  BAD_PROP_ORDER: PROPERTIES,
  BAD_SCALAR_START: 'a value cannot begin with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a key stands inside a value; begin a new line, or put a value that contains ": " in quotes',
  BLOCK_IN_FLOW:
    'a list or map of several lines stands inside [ ] or { }; use one of the two ways of writing',
  MISSING_CHAR: 'a colon, a comma or a closing quote or bracket is missing here; add it',
  MULTILINE_IMPLICIT_KEY:
    'a key goes over several lines here; add the colon after the key, or the closing quote',
  MULTIPLE_ANCHORS: PROPERTIES,
  MULTIPLE_DOCS: ONE_DOCUMENT,
  MULTIPLE_TAGS: PROPERTIES,
  RESOURCE_EXHAUSTION: 'lists and maps are nested too deeply; settings need a few levels only',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'tags are not read here; take it out, or put a value that begins with ! in quotes',
  UNEXPECTED_TOKEN: 'this cannot stand here; put a value with characters such as | > [ { # % @ in quotes',
};
