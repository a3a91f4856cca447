import type { Mutant } from './mutant.js';

interface Operator {
  readonly find: RegExp;
  readonly put: string;
}

/** What one slip of the hand makes of a line. */
const OPERATORS: readonly Operator[] = [
  { find: / === /, put: ' !== ' },
  { find: / !== /, put: ' === ' },
  { find: / < /, put: ' <= ' },
  { find: / <= /, put: ' < ' },
  { find: / > /, put: ' >= ' },
  { find: / >= /, put: ' > ' },
  { find: / && /, put: ' || ' },
  { find: / \|\| /, put: ' && ' },
  { find: / \+ 1\b/, put: '' },
  { find: / - 1\b/, put: '' },
  { find: / \+ (?=[a-z])/, put: ' - ' },
  { find: / \+= /, put: ' -= ' },
  { find: /\btrue\b/, put: 'false' },
  { find: /\bfalse\b/, put: 'true' },
  { find: /Math\.max/, put: 'Math.min' },
  { find: /Math\.min/, put: 'Math.max' },
  { find: /\bif \(([^()]+)\)/, put: 'if (!($1))' },
  // A statement that stands for itself is left out.
  { find: /^(\s+)(?:void |await )?(?:this\.)?[\w.?]+\(.*\);$/, put: '$1;' },
  { find: /^(\s+)(?:this\.)?[\w.]+ = .*;$/, put: '$1;' },
];

/** Lines that do nothing when the program runs, such as types, or that only tell of it. */
const IDLE =
  /^\s*(?:\/\/|\/?\*|import |export (?:type|interface)|interface |type |(?:\| )?\{ readonly |(?:private |protected |override )*readonly )|logger|failpoint|^\S/;

/** All that one slip in one line of a source may be. */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  return source.split('\n').flatMap((before, index) => {
    if (IDLE.test(before)) return [];
    const afters = OPERATORS.filter(({ find }) => find.test(before)).map(({ find, put }) =>
      before.replace(find, put),
    );
    return afters.map((after) => ({ file, line: index + 1, before, after }));
  });
}
