// stands at: libs/tasks/src/sql/executor.ts
// passes: millrace/driver-home, millrace/plugin-doors
import { createPool } from 'mysql2/promise';
import { spawn } from 'node:child_process';

export const used = [createPool, spawn];
