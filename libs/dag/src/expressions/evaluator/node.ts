import type { Value } from '../value.js';

interface Placed {
  /** 0-based, into the source that was compiled. */
  readonly offset: number;
}

export interface LiteralNode extends Placed {
  readonly kind: 'literal';
  readonly value: Value;
}
/** A root: `params`, `run` … */
export interface NameNode extends Placed {
  readonly kind: 'name';
  readonly name: string;
}
/** The variable of a macro; `slot` counts the macros around it. */
export interface VariableNode extends Placed {
  readonly kind: 'variable';
  readonly slot: number;
}
export interface SelectNode extends Placed {
  readonly kind: 'select';
  readonly operand: Node;
  readonly field: string;
  /** `has(operand.field)`. */
  readonly isTest: boolean;
}
export interface IndexNode extends Placed {
  readonly kind: 'index';
  readonly operand: Node;
  readonly index: Node;
}
/** Functions, methods (`target`) and operators, which CEL names `_+_`, `!_` … */
export interface CallNode extends Placed {
  readonly kind: 'call';
  readonly name: string;
  readonly target?: Node;
  readonly args: readonly Node[];
}
export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: readonly Node[];
}
export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Node, Node])[];
}
export interface LogicNode extends Placed {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Node[];
}
export interface ChoiceNode extends Placed {
  readonly kind: 'choice';
  readonly condition: Node;
  readonly yes: Node;
  readonly no: Node;
}
/** `filter` is a `map` with a test, as CEL has it. */
export type MacroName = 'all' | 'exists' | 'exists_one' | 'map';
export interface MacroNode extends Placed {
  readonly kind: 'macro';
  readonly macro: MacroName;
  readonly range: Node;
  readonly slot: number;
  readonly test?: Node;
  readonly step?: Node;
  /** Nodes that are evaluated for each element: what one round costs. */
  readonly cost: number;
}

/** A CEL expression after parsing: ours, so that only the reader knows the parser's tree. */
export type Node =
  | LiteralNode
  | NameNode
  | VariableNode
  | SelectNode
  | IndexNode
  | CallNode
  | ListNode
  | MapNode
  | LogicNode
  | ChoiceNode
  | MacroNode;
