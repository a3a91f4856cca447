// stands at: services/worker/src/lint-probe-types.ts
import { Server } from 'node:http'; // bites: @typescript-eslint/consistent-type-imports
import * as local from './local.js';

type Shape = { kind: 'circle' } | { kind: 'square' };
type Kept = Server;

export const loose: any = 1; // bites: @typescript-eslint/no-explicit-any
export const forced = 1 as unknown as string; // bites: no-restricted-syntax
export const nothing = (list: string[]) => list[0]!; // bites: @typescript-eslint/no-non-null-assertion
export const same = (a: number, b: number) => a == b; // bites: eqeqeq
export { type Kept, local };
export { IncomingHttpHeaders } from 'node:http'; // bites: @typescript-eslint/consistent-type-exports

async function work(): Promise<void> {}
export function start(): void {
  work(); // bites: @typescript-eslint/no-floating-promises
  [1].forEach(async () => work()); // bites: @typescript-eslint/no-misused-promises
  const unused = 1; // bites: @typescript-eslint/no-unused-vars
}

export function area(shape: Shape): number {
  // bites next: @typescript-eslint/switch-exhaustiveness-check
  switch (shape.kind) {
    case 'circle':
      return 3;
  }
  return 4;
}

// @ts-ignore -- bites: @typescript-eslint/ban-ts-comment
export const wrong: string = 1;
var old = 2; // bites: no-var
export const text = `${{ a: old }}`; // bites: @typescript-eslint/restrict-template-expressions
