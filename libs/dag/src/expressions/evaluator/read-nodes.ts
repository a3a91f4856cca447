import { ExpressionError } from '../expression-error.js';
import type { Value } from '../value.js';
import type { CelCall, CelComprehension, CelConstant, CelExpr, CelKind, CelStruct } from './cel-tree.js';
import { readMacro } from './macro-shape.js';
import type { CallNode, MacroNode, Node } from './node.js';

export const MAX_NODES = 1_000;

const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;

/** Calls of the parser's tree that are no calls here, because not all their arguments are always evaluated. */
function specialForm(name: string, args: readonly Node[], offset: number): Node | undefined {
  const [first, second, third] = args;
  if (first === undefined || second === undefined) return undefined;
  if (name === '_&&_') return { kind: 'and', offset, terms: args };
  if (name === '_||_') return { kind: 'or', offset, terms: args };
  if (name === '_[_]') return { kind: 'index', offset, operand: first, index: second };
  if (name !== '_?_:_' || third === undefined) return undefined;
  return { kind: 'choice', offset, condition: first, yes: second, no: third };
}

/** Turns the parser's tree into ours; refuses what millrace leaves out of CEL. */
export class NodeReader {
  private count = 0;
  /** Variables of the macros around the present place, outermost first. */
  private readonly variables: string[] = [];

  constructor(
    private readonly positions: Readonly<Record<string, number>>,
    private readonly base: number,
  ) {}

  read(expr: CelExpr | undefined): Node {
    if (expr === undefined) throw this.fail('SYNTAX', 'A part of the expression is missing.', this.base);
    const offset = this.offsetOf(expr);
    this.count += 1;
    if (this.count > MAX_NODES) {
      throw this.fail('TOO_COMPLEX', `The expression has more than ${MAX_NODES} parts.`, offset);
    }
    return this.readKind(expr.exprKind, offset);
  }

  private readKind(kind: CelKind, offset: number): Node {
    switch (kind.case) {
      case 'constExpr':
        return { kind: 'literal', offset, value: this.readConstant(kind.value, offset) };
      case 'identExpr':
        return this.readName(kind.value.name, offset);
      case 'selectExpr': {
        const { operand, field, testOnly } = kind.value;
        return { kind: 'select', offset, operand: this.read(operand), field, isTest: testOnly };
      }
      case 'callExpr':
        return this.readCall(kind.value, offset);
      case 'listExpr':
        return { kind: 'list', offset, items: kind.value.elements.map((item) => this.read(item)) };
      case 'structExpr':
        return this.readMap(kind.value, offset);
      case 'comprehensionExpr':
        return this.readComprehension(kind.value, offset);
      default:
        throw this.fail('SYNTAX', 'The expression has a part that cannot be read.', offset);
    }
  }

  private readName(name: string, offset: number): Node {
    const slot = this.variables.lastIndexOf(name);
    return slot === -1 ? { kind: 'name', offset, name } : { kind: 'variable', offset, slot };
  }

  private readConstant({ constantKind }: CelConstant, offset: number): Value {
    switch (constantKind.case) {
      case 'int64Value':
        if (constantKind.value >= MIN_INT && constantKind.value <= MAX_INT) return constantKind.value;
        throw this.fail('OUT_OF_RANGE', 'The integer does not fit into 64 bits.', offset);
      case 'doubleValue':
        if (Number.isFinite(constantKind.value)) return constantKind.value;
        throw this.fail('OUT_OF_RANGE', 'The number is too large for a double.', offset);
      case 'stringValue':
      case 'boolValue':
        return constantKind.value;
      case 'nullValue':
        return null;
      case 'uint64Value':
        throw this.fail('UNSUPPORTED', 'There are no unsigned integers here.', offset, 'Write it without u.');
      default:
        throw this.fail('UNSUPPORTED', 'There are no bytes here.', offset, 'Write it as text, without b.');
    }
  }

  private readCall(call: CelCall, offset: number): Node {
    const args = call.args.map((arg) => this.read(arg));
    const special = specialForm(call.function, args, offset);
    if (special !== undefined) return special;
    const node: CallNode = { kind: 'call', offset, name: call.function, args };
    return call.target === undefined ? node : { ...node, target: this.read(call.target) };
  }

  private readMap(struct: CelStruct, offset: number): Node {
    if (struct.messageName !== '') {
      throw this.fail('UNSUPPORTED', `There is no type ${struct.messageName} to make here.`, offset);
    }
    const entries = struct.entries.map(({ keyKind, value }): readonly [Node, Node] => {
      if (keyKind.case !== 'mapKey') throw this.fail('SYNTAX', 'The key of a map cannot be read.', offset);
      return [this.read(keyKind.value), this.read(value)];
    });
    return { kind: 'map', offset, entries };
  }

  private readComprehension(comprehension: CelComprehension, offset: number): Node {
    const shape = readMacro(comprehension);
    if (shape === undefined) throw this.fail('UNSUPPORTED', 'The macro is not known here.', offset);
    const range = this.read(comprehension.iterRange);
    const before = this.count;
    this.variables.push(comprehension.iterVar);
    const slot = this.variables.length - 1;
    const parts: Pick<MacroNode, 'test' | 'step'> = {
      ...(shape.test === undefined ? {} : { test: this.read(shape.test) }),
      ...(shape.step === undefined ? {} : { step: this.read(shape.step) }),
    };
    this.variables.pop();
    return {
      kind: 'macro',
      offset,
      macro: shape.macro,
      range,
      slot,
      ...parts,
      cost: this.count - before + 1,
    };
  }

  private offsetOf(expr: CelExpr): number {
    return this.base + (this.positions[expr.id.toString()] ?? 0);
  }

  private fail(
    code: ConstructorParameters<typeof ExpressionError>[0],
    message: string,
    offset: number,
    hint?: string,
  ): ExpressionError {
    return new ExpressionError(code, message, offset, hint);
  }
}
