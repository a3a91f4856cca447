// stands at: services/worker/src/lint-probe-disable.ts
// eslint-disable-next-line no-var
var still = 1; // bites: no-var
export const used = still;
