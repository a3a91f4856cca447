// stands at: libs/tasks/src/process/lint-probe.ts
// passes: millrace/driver-home, millrace/plugin-doors
import { spawn } from 'node:child_process';

export const used = [spawn];
