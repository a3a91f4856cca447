import { UsageError } from '@millrace/arguments';
import { relative } from 'node:path';
import { REPOSITORY } from '@millrace/e2e';
import type { Arguments } from './read-arguments.js';
import { USAGE, readArguments } from './read-arguments.js';
import { recordSoak } from './report/record-soak.js';
import { jsonOf, summaryOf } from './report/summary.js';
import { folderOf, runSoak } from './run-soak.js';

const EXIT = { passed: 0, found: 1, notDone: 2 } as const;

const line = (text: string): void => void process.stdout.write(`${text}\n`);

/** Throws when somebody wants it to end; nothing is left of the cluster then. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => reject(new Error(`The soak was ended by ${signal}.`)));
  });
}

async function soak(args: Arguments): Promise<number> {
  const { seed, minutes, rate, faults, json, record } = args;
  const folder = relative(REPOSITORY, folderOf(seed));
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  say(`soak of ${minutes} min, seed ${seed}, ${rate} runs a second, faults ${faults ? 'on' : 'off'}`);
  const result = await runSoak(args, say, interruption());
  line(json ? JSON.stringify(jsonOf(result, folder)) : `\n${summaryOf(result)}\nreport: ${folder}`);
  if (record) recordSoak(result);
  return result.problems.length === 0 ? EXIT.passed : EXIT.found;
}

async function main(): Promise<number> {
  try {
    return await soak(readArguments(process.argv.slice(2), Date.now()));
  } catch (error) {
    process.stderr.write(inWords(error));
    return EXIT.notDone;
  }
}

function inWords(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${USAGE}`;
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}

// What an interrupted soak has begun would keep the process.
process.exit(await main());
