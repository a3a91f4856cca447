// stands at: libs/events/src/adapters/memory/lint-probe.ts
import { DatabaseSync } from 'node:sqlite'; // bites: millrace/driver-home

export const used = [DatabaseSync];
