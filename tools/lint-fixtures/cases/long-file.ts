// stands at: services/worker/src/lint-probe-long.ts
// padded to: 301 lines
// bites: max-lines
export const first = 1;
