import { ExpressionError } from '../expression-error.js';
import type { Value } from '../value.js';
import { kindOf } from '../value-kind.js';
import type { Frame, Run } from './frame.js';
import { isAbsorbable } from './frame.js';
import type { ChoiceNode, LogicNode, Node } from './node.js';

type Compile = (node: Node) => Run;

export function notBoolean(value: Value, what: string, offset: number): ExpressionError {
  const hint = kindOf(value) === 'string' ? "Compare it: x == 'true', or bool(x)." : undefined;
  return new ExpressionError('TYPE', `${what} takes a boolean, not a ${kindOf(value)}.`, offset, hint);
}

/**
 * One term of `||` (`decisive` true) or `&&` (false): whether it decides; an error is kept, because a later term may
 * still decide.
 */
export class Verdict {
  private error: unknown;
  private hasError = false;

  constructor(
    private readonly decisive: boolean,
    private readonly what: string,
    private readonly offset: number,
  ) {}

  decides(term: Run, frame: Frame): boolean {
    try {
      const value = term(frame);
      if (typeof value !== 'boolean') throw notBoolean(value, this.what, this.offset);
      return value === this.decisive;
    } catch (error) {
      if (!isAbsorbable(error)) throw error;
      if (!this.hasError) this.error = error;
      this.hasError = true;
      return false;
    }
  }

  /** When no term decided. Throws the first error. */
  undecided(): boolean {
    if (this.hasError) throw this.error;
    return !this.decisive;
  }
}

function compileTerms({ kind, terms, offset }: LogicNode, compile: Compile): Run {
  const runs = terms.map(compile);
  const decisive = kind === 'or';
  const sign = decisive ? "'||'" : "'&&'";
  return (frame) => {
    const verdict = new Verdict(decisive, sign, offset);
    for (const run of runs) if (verdict.decides(run, frame)) return decisive;
    return verdict.undecided();
  };
}

function compileChoice({ condition, yes, no, offset }: ChoiceNode, compile: Compile): Run {
  const [test, yesRun, noRun] = [compile(condition), compile(yes), compile(no)];
  return (frame) => {
    const value = test(frame);
    if (typeof value !== 'boolean') throw notBoolean(value, "'? :'", offset);
    return value ? yesRun(frame) : noRun(frame);
  };
}

/** `&&`, `||` and `? :`. As CEL has it, `false && error` is false and `error || true` is true. */
export function compileLogic(node: LogicNode | ChoiceNode, compile: Compile): Run {
  return node.kind === 'choice' ? compileChoice(node, compile) : compileTerms(node, compile);
}
