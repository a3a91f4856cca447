import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkLog } from './check-log.js';
import { invariants } from './invariants/index.js';
import { Journal } from './journal.js';
import { printResult } from './print-result.js';
import type { Arguments } from './read-arguments.js';
import { readArguments } from './read-arguments.js';
import { EXIT, refusalOf } from './refusal.js';
import { exportLog } from './sources/export-log.js';
import { openExport } from './sources/export-source.js';
import { openFolder } from './sources/folder-source.js';
import type { LogSource } from './sources/log-source.js';

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

async function check({ log, kafka, journal, invariants: list, json, keep }: Arguments): Promise<number> {
  const source = kafka ? await openCluster(log) : openLog(log);
  try {
    const read = journal === undefined ? {} : { journal: await readJournal(journal) };
    const result = await checkLog(source, { invariants: list, keep, ...read });
    const { counts, violations, violated } = result;
    const found = { counts, violated: Object.fromEntries(violated), violations };
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : printResult(result));
    return violated.size === 0 ? EXIT.ok : EXIT.violations;
  } finally {
    await source.close();
  }
}

function openLog(path: string): LogSource {
  return statSync(path).isDirectory() ? openFolder(path) : openExport(path);
}

/** Loaded where it is asked for: who checks a data folder needs no client. */
async function openCluster(config: string): Promise<LogSource> {
  const { openConfigured } = await import('./sources/configured-log.js');
  return await openConfigured(config);
}

async function readJournal(file: string): Promise<Journal> {
  const journal = new Journal();
  for await (const line of createInterface({ input: createReadStream(file) })) journal.add(line);
  return journal;
}

process.exitCode = await main().catch((error: unknown) => {
  const { message, exitCode } = refusalOf(error);
  process.stderr.write(`millrace check: ${message}\n`);
  return exitCode;
});
