import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkLog } from './check-log.js';
import { invariants } from './invariants/index.js';
import { Answers } from './beside/answers.js';
import type { Beside } from './beside/beside.js';
import { Journal } from './beside/journal.js';
import { printResult } from './print-result.js';
import type { Arguments } from './read-arguments.js';
import { readArguments } from './read-arguments.js';
import { EXIT, refusalOf } from './refusal.js';
import { exportLog } from './sources/export-log.js';
import { openExport } from './sources/export-source.js';
import { openFolder } from './sources/folder-source.js';
import type { OpenedLog } from './sources/log-source.js';

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if (given.action === 'list') return list();
  if (given.action === 'export') return writeExport(given.log);
  return check(given);
}

function list(): number {
  for (const { name, promise } of invariants) process.stdout.write(`${name.padEnd(12)} ${promise}\n`);
  return 0;
}

async function writeExport(folder: string): Promise<number> {
  const lines = (function* () {
    for (const line of exportLog(folder)) yield `${line}\n`;
  })();
  await pipeline(Readable.from(lines), process.stdout, { end: false });
  return 0;
}

async function check(given: Arguments): Promise<number> {
  const { source, beside } = await openLog(given);
  try {
    const { invariants: list, keep, live, slots } = given;
    const named = await readNamed(given);
    const result = await checkLog(source, { ...beside, ...named, invariants: list, keep, live, slots });
    const { counts, violations, violated, skipped } = result;
    const found = { counts, skipped, violated: Object.fromEntries(violated), violations };
    process.stdout.write(given.json ? `${JSON.stringify(found)}\n` : printResult(result));
    return violated.size === 0 ? EXIT.ok : EXIT.violations;
  } finally {
    await source.close();
  }
}

async function openLog({ log, kafka, logOnly }: Arguments): Promise<OpenedLog> {
  const { source, beside } = await openWhole(log, kafka);
  return { source, beside: logOnly ? {} : beside };
}

/** What only a cluster or a folder needs is loaded where it is asked for. */
async function openWhole(log: string, kafka: boolean): Promise<OpenedLog> {
  if (kafka) return await (await import('./sources/configured-log.js')).openConfigured(log);
  if (!statSync(log).isDirectory()) return { source: openExport(log), beside: {} };
  const { besideFolder } = await import('./sources/folder-beside.js');
  return { source: openFolder(log), beside: await besideFolder(log) };
}

/** What the arguments name besides the log. */
async function readNamed({ journal, answers, processes }: Arguments): Promise<Beside> {
  return {
    journal: journal === undefined ? undefined : await readInto(journal, new Journal()),
    answers: answers === undefined ? undefined : await readInto(answers, new Answers()),
    processes: processes ? (await import('./sources/machine-processes.js')).machineProcesses : undefined,
  };
}

async function readInto<T extends { add(line: string): void }>(file: string, lines: T): Promise<T> {
  for await (const line of createInterface({ input: createReadStream(file) })) lines.add(line);
  return lines;
}

process.exitCode = await main().catch((error: unknown) => {
  const { message, exitCode } = refusalOf(error);
  process.stderr.write(`millrace check: ${message}\n`);
  return exitCode;
});
