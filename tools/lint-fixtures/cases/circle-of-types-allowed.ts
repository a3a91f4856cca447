// stands at: libs/dag/src/run/register.ts
// passes: millrace/no-cycle
import type { RunCommand } from './commands/index.js';

export const used: RunCommand[] = [];
