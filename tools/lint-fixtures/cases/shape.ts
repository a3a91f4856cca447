// stands at: services/worker/src/lint-probe-shape.ts
// bites next: complexity
export function tangled(n: number, list: readonly number[]): number {
  if (n === 1) return 1;
  if (n === 2) return 2;
  if (n === 3) return 3;
  if (n === 4) return 4;
  if (n === 5) return 5;
  if (n === 6) return 6;
  for (const item of list) {
    if (item > 1) {
      while (item > 2) {
        if (item > 3) return 9; // bites: max-depth
      }
    }
  }
  return n > 7 ? 7 : 8;
}

export function early(n: number): number {
  if (n > 1) {
    return 1;
    // bites next: no-else-return
  } else {
    return 2;
  }
}

export function overwritten(n: number): number {
  n = 2; // bites: no-param-reassign
  let kept = n; // bites: prefer-const
  return kept;
}

export default tangled; // bites: no-restricted-exports
