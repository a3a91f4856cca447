// stands at: vitest.config.ts
// passes: no-restricted-exports
export default {};
