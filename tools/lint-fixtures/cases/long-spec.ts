// stands at: services/worker/src/lint-probe-long.spec.ts
// padded to: 401 lines
// bites: max-lines
export const first = 1;
