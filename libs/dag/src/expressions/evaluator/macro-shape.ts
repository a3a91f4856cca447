import type { MacroName } from './node.js';
import type { CelComprehension, CelConstant, CelExpr } from './cel-tree.js';

/** What a macro does for each element, before its parts are read. */
export interface MacroShape {
  readonly macro: MacroName;
  readonly test?: CelExpr;
  readonly step?: CelExpr;
}

/** The arguments of a call to that function; undefined for anything else. */
function argsOf(expr: CelExpr | undefined, name: string): readonly CelExpr[] | undefined {
  const kind = expr?.exprKind;
  return kind?.case === 'callExpr' && kind.value.function === name ? kind.value.args : undefined;
}

/** In `@result + [item]`: the item. */
function appendedItem(expr: CelExpr | undefined): CelExpr | undefined {
  const list = argsOf(expr, '_+_')?.[1]?.exprKind;
  return list?.case === 'listExpr' ? list.value.elements[0] : undefined;
}

function listMacro(loopStep: CelExpr | undefined): MacroShape | undefined {
  const step = appendedItem(loopStep);
  if (step !== undefined) return { macro: 'map', step };
  const [test, append] = argsOf(loopStep, '_?_:_') ?? [];
  const kept = appendedItem(append);
  return test === undefined || kept === undefined ? undefined : { macro: 'map', test, step: kept };
}

function testMacro(macro: MacroName, test: CelExpr | undefined): MacroShape | undefined {
  return test === undefined ? undefined : { macro, test };
}

/** Macros whose accumulator starts with a constant. */
function constantMacro(start: CelConstant, loopStep: CelExpr | undefined): MacroShape | undefined {
  const { constantKind } = start;
  if (constantKind.case === 'int64Value') return testMacro('exists_one', argsOf(loopStep, '_?_:_')?.[0]);
  if (constantKind.case !== 'boolValue') return undefined;
  return constantKind.value
    ? testMacro('all', argsOf(loopStep, '_&&_')?.[1])
    : testMacro('exists', argsOf(loopStep, '_||_')?.[1]);
}

/**
 * The parser expands macros into loops over an accumulator. This reads back which macro it was from what the
 * accumulator starts with, so that the evaluator can run it directly instead of building a list by repeated addition.
 */
export function readMacro({ accuInit, loopStep }: CelComprehension): MacroShape | undefined {
  const init = accuInit?.exprKind;
  if (init?.case === 'listExpr') return listMacro(loopStep);
  return init?.case === 'constExpr' ? constantMacro(init.value, loopStep) : undefined;
}
