/** Simulates one order (order.ts) in this process, and prints what came of it as a line of JSON. */
import { Chance } from './chance.js';
import { changeCode } from './changes/change-code.js';
import { plants } from './changes/plants.js';
import { drawTunings } from './changes/tunings.js';
import type { Order } from './order.js';
import { ROOT } from './repository.js';

const order = JSON.parse(process.argv[2] ?? '') as Order;
const write = process.stdout.write.bind(process.stdout);
const exit = process.exit.bind(process);
const plant = plants.find(({ name }) => name === order.plant);
if (order.plant !== undefined && !plant) throw new Error(`There is no plant '${order.plant}'.`);
const { names, changes } = drawTunings(new Chance(order.seed));
// Before the limits are set: it replaces its file as a whole.
const slips = order.mutant ? [(await import('./mutants/mutant-code.js')).mutantCode(order.mutant)] : [];
changeCode([...slips, ...changes, ...(plant?.changes ?? [])], ROOT);
// Only now: with its modules the product is loaded.
const { simulate } = await import('./simulate.js');
const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const { seed, hours, told } = order;
const simulated = await simulate({ seed, hours, tuned: names, ...(told ? { onTold: tell } : {}) });
write(`${JSON.stringify(simulated)}\n`);
exit(0);
