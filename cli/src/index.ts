export type { CliContext, Interrupts, Output } from './context.js';
export { EXIT } from './exit-codes.js';
export type { ExitCode } from './exit-codes.js';
export { runCli } from './run-cli.js';
