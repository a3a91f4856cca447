// stands at: libs/dag/src/run/lint-probe-purity.ts
import { readFileSync } from 'node:fs'; // bites: millrace/pure-imports
import { hostname } from 'os'; // bites: millrace/pure-imports
import type { Hash } from 'node:crypto'; // bites: millrace/pure-imports
import { DateTime } from 'luxon';

export const lazy = () => import('node:http'); // bites: millrace/pure-imports
export type Address = import('node:net').AddressInfo; // bites: millrace/pure-imports
export const clock = () => Date.now(); // bites: no-restricted-globals
export const born = new Date(); // bites: no-restricted-globals
export const tick = () => performance.now(); // bites: no-restricted-globals
export const chance = () => Math.random(); // bites: no-restricted-properties
export const id = () => crypto.randomUUID(); // bites: no-restricted-globals
export const env = () => process.env; // bites: no-restricted-globals
export const bytes = () => Buffer.from(''); // bites: no-restricted-globals
export const page = () => fetch('x'); // bites: no-restricted-globals
export const hidden = () => globalThis.Date.now(); // bites: no-restricted-globals
export const out = () => console.log('x'); // bites: no-restricted-globals
export const later = () => setTimeout(clock, 1); // bites: no-restricted-globals
export const often = () => setInterval(clock, 1); // bites: no-restricted-globals
export const soon = () => setImmediate(clock); // bites: no-restricted-globals
export const next = () => queueMicrotask(born.getTime); // bites: no-restricted-globals
export const now = () => DateTime.now(); // bites: no-restricted-syntax
export const utc = () => DateTime.utc(); // bites: no-restricted-syntax
export const used: [Hash | undefined, unknown] = [undefined, [readFileSync, hostname]];
