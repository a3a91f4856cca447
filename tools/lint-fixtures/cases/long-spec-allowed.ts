// stands at: services/worker/src/lint-probe-not-long.spec.ts
// padded to: 400 lines
// passes: max-lines
export const first = 1;
