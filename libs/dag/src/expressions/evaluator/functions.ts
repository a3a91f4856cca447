import { ExpressionError } from '../expression-error.js';
import { didYouMean } from '../nearest-name.js';
import { CONVERSIONS } from './conversions.js';
import type { CelFunction } from './function-type.js';
import type { CallNode } from './node.js';
import { TEXT_FUNCTIONS } from './text-functions.js';
import { TIME_FUNCTIONS } from './time-functions.js';

const FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map(
  [...TEXT_FUNCTIONS, ...CONVERSIONS, ...TIME_FUNCTIONS].map((entry) => [entry.name, entry]),
);

const LATER: ReadonlyMap<string, string> = new Map([
  ['ds', "Write the date with CEL, for example run.logicalDate.minusDays(1).format('yyyyMMdd')."],
  ['raw', 'Pass the value through `env`.'],
]);

const MACRO_HINT = 'It is written list.NAME(x, …), with a bare name for the element.';

/** Functions of CEL elsewhere, and what takes their place here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['has', "has() takes a field: has(params.x). For a key with other characters write 'x-y' in map."],
  ['timestamp', 'Write datetime(…).'],
  ['uint', 'There are no unsigned integers here: int(…).'],
  ['bytes', 'There are no bytes here.'],
  ['type', 'Types are known from the definition.'],
  ['getFullYear', 'Write year().'],
  ['getMonth', 'Write month(), which counts from 1.'],
  ['getDate', 'Write day().'],
  ['getDayOfMonth', 'Write day(), which counts from 1.'],
  ['getDayOfWeek', 'Write dayOfWeek(), 1 (Monday) to 7.'],
  ['getHours', 'Write hour().'],
  ['getMinutes', 'Write minute().'],
  ['getSeconds', 'Write second().'],
  ...['all', 'exists', 'exists_one', 'map', 'filter'].map((name): [string, string] => [
    name,
    MACRO_HINT.replace('NAME', name),
  ]),
]);

function styleProblem({ name, style }: CelFunction, isMethod: boolean): string | undefined {
  if (style === 'both' || (style === 'method') === isMethod) return undefined;
  return style === 'method' ? `It is written x.${name}(…).` : `It is written ${name}(…).`;
}

function unknown({ name, offset }: CallNode, hint: string | undefined): ExpressionError {
  return new ExpressionError(
    'UNKNOWN_FUNCTION',
    `There is no function ${name}() of this form.`,
    offset,
    hint,
  );
}

/** The function that a call names. Throws an ExpressionError: UNKNOWN_FUNCTION, NOT_YET_SUPPORTED. */
export function findFunction(call: CallNode): CelFunction {
  const { name, target, args, offset } = call;
  const later = target === undefined ? LATER.get(name) : undefined;
  if (later !== undefined) {
    throw new ExpressionError('NOT_YET_SUPPORTED', `${name}() is not yet supported.`, offset, later);
  }
  const found = FUNCTIONS.get(name);
  if (found === undefined) throw unknown(call, ELSEWHERE.get(name) ?? didYouMean(name, FUNCTIONS.keys()));
  const styleHint = styleProblem(found, target !== undefined);
  if (styleHint !== undefined) throw unknown(call, styleHint);
  const count = args.length + (target === undefined ? 0 : 1);
  if (found.arity.includes(count)) return found;
  const taken = found.arity.map((arity) => arity - (target === undefined ? 0 : 1)).join(' or ');
  throw unknown(call, `It takes ${taken} arguments.`);
}
