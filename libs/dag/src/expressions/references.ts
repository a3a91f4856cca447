import { ExpressionError } from './expression-error.js';
import type { Node } from './evaluator/node.js';
import { hyphenHint } from './evaluator/syntax-hints.js';
import { didYouMean, nameList } from './nearest-name.js';

/** A name that an expression uses, as far as it can be told without evaluating. */
export interface Reference {
  /** `params`, `run`, `tasks`, `secrets`, `event`, `shard` or `project`. */
  readonly root: string;
  /** What follows: `['a', 'outputs', 'k']`. Everything beneath the path counts as used. */
  readonly path: readonly string[];
  /** 0-based index of the root in the source. */
  readonly offset: number;
}

interface Root {
  /** How many names must be written out, so that what is used is known beforehand. */
  readonly depth: number;
  /** What the path may begin with, level by level; absent: anything. */
  readonly levels: readonly (readonly string[] | undefined)[];
  readonly example: string;
}

const RUN_FIELDS = ['id', 'round', 'logicalDate', 'scheduledTime', 'startTime', 'trigger', 'labels'];
const TASK_FIELDS = ['outputs', 'state', 'attempt'];

/** The names that an expression can begin with. Source: workflow-format §6. */
const ROOTS: ReadonlyMap<string, Root> = new Map<string, Root>([
  ['params', { depth: 1, levels: [], example: 'params.region' }],
  ['run', { depth: 0, levels: [RUN_FIELDS], example: 'run.logicalDate' }],
  [
    'tasks',
    {
      depth: 2,
      levels: [undefined, TASK_FIELDS],
      example: "tasks.load.outputs.rows, or tasks['no-data'].state",
    },
  ],
  ['shard', { depth: 0, levels: [['index', 'count', 'item']], example: 'shard.index' }],
  ['event', { depth: 0, levels: [], example: 'event.key' }],
  ['secrets', { depth: 1, levels: [], example: 'secrets.NAME' }],
  ['project', { depth: 2, levels: [['params']], example: 'project.params.region' }],
]);

/** `a.b['c']` read from the right: the root, and the names that are written out. */
interface Chain {
  readonly reference: Reference;
  /** The first index that is not literal text. */
  readonly dynamic?: Node;
}

function chainOf(node: Node): Chain | undefined {
  if (node.kind === 'name') return { reference: { root: node.name, path: [], offset: node.offset } };
  if (node.kind !== 'select' && node.kind !== 'index') return undefined;
  const chain = chainOf(node.operand);
  if (chain === undefined || chain.dynamic !== undefined) return chain;
  const name = node.kind === 'select' ? node.field : literalText(node.index);
  if (name === undefined) return { ...chain, dynamic: node };
  const { root, path, offset } = chain.reference;
  return { reference: { root, path: [...path, name], offset } };
}

function literalText(node: Node): string | undefined {
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** `source` begins at the offset `base`. */
interface Place {
  readonly source: string;
  readonly base: number;
}

function unknownRoot({ root, offset }: Reference, { source, base }: Place): ExpressionError {
  const at = offset - base;
  const near = didYouMean(root, ROOTS.keys());
  const hyphen = hyphenHint(source, at);
  // In `tasks.a.outputs.n-parms.x` what follows the hyphen goes on as a name of ours would.
  const isPath = source.charAt(at + root.length) === '.';
  const hint = isPath ? (near ?? hyphen) : (hyphen ?? near);
  const known = `An expression can begin with ${nameList(ROOTS.keys())}. Text needs quotes.`;
  return new ExpressionError('UNKNOWN_NAME', `Nothing is called '${root}'.`, offset, hint ?? known);
}

function incomplete({ reference, dynamic }: Chain, { example }: Root, place: Place): ExpressionError {
  const { root, path, offset } = reference;
  const written = [root, ...path].join('.');
  if (dynamic !== undefined) {
    const message = `What stands in the brackets after ${written} must be literal text.`;
    const hint = `Which values are used must be known before the run: write ${example}.`;
    return new ExpressionError('DYNAMIC_REFERENCE', message, dynamic.offset, hint);
  }
  const hint = hyphenHint(place.source, offset - place.base) ?? `Name what you need, such as ${example}.`;
  return new ExpressionError('INCOMPLETE_REFERENCE', `${written} alone is not a value.`, offset, hint);
}

function checkReference(chain: Chain, place: Place): void {
  const { reference } = chain;
  const root = ROOTS.get(reference.root);
  if (root === undefined) throw unknownRoot(reference, place);
  if (reference.path.length < root.depth) throw incomplete(chain, root, place);
  for (const [level, names] of root.levels.entries()) {
    const name = reference.path[level];
    if (name === undefined || names === undefined || names.includes(name)) continue;
    const owner = [reference.root, ...reference.path.slice(0, level)].join('.');
    const hint = didYouMean(name, names) ?? `It has ${nameList(names)}.`;
    throw new ExpressionError('UNKNOWN_NAME', `${owner} has no '${name}'.`, reference.offset, hint);
  }
}

function childrenOf(node: Node): readonly (Node | undefined)[] {
  switch (node.kind) {
    case 'select':
      return [node.operand];
    case 'index':
      return [node.operand, node.index];
    case 'call':
      return [node.target, ...node.args];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'and':
    case 'or':
      return node.terms;
    case 'choice':
      return [node.condition, node.yes, node.no];
    case 'macro':
      return [node.range, node.test, node.step];
    default:
      return [];
  }
}

/** The indexes within a chain are expressions too. */
function indexesOf(node: Node): readonly Node[] {
  if (node.kind === 'select') return indexesOf(node.operand);
  return node.kind === 'index' ? [...indexesOf(node.operand), node.index] : [];
}

function collect(node: Node, place: Place, found: Reference[]): void {
  const chain = chainOf(node);
  if (chain === undefined) {
    for (const child of childrenOf(node)) if (child !== undefined) collect(child, place, found);
    return;
  }
  checkReference(chain, place);
  found.push(chain.reference);
  for (const index of indexesOf(node)) collect(index, place, found);
}

/**
 * All references of an expression, in the order of the source, each as often as it stands there. Throws an
 * ExpressionError (UNKNOWN_NAME, DYNAMIC_REFERENCE, INCOMPLETE_REFERENCE) for those that no run could resolve.
 */
export function findReferences(node: Node, source: string, base: number): readonly Reference[] {
  const found: Reference[] = [];
  collect(node, { source, base }, found);
  return found;
}
