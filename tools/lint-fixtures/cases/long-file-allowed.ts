// stands at: services/worker/src/lint-probe-not-long.ts
// padded to: 300 lines
// passes: max-lines
export const first = 1;
