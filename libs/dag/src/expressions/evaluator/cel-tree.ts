import type { parse } from '@bufbuild/cel';

/** The parser's tree, by the names of its own types, which the library does not export. */
export type CelExpr = ReturnType<typeof parse>['expr'];
export type CelKind = CelExpr['exprKind'];
export type CelCall = Extract<CelKind, { case: 'callExpr' }>['value'];
export type CelStruct = Extract<CelKind, { case: 'structExpr' }>['value'];
export type CelComprehension = Extract<CelKind, { case: 'comprehensionExpr' }>['value'];
export type CelConstant = Extract<CelKind, { case: 'constExpr' }>['value'];
