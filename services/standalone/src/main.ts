import 'reflect-metadata';
import { rmSync, writeFileSync } from 'node:fs';
import { keepPrivate } from '@millrace/events';
import { EXIT } from '@millrace/nest-kit';
import { PinoLogger } from '@millrace/telemetry';
import { pathsOf } from './folder-paths.js';
import type { StandaloneOptions } from './options.js';
import { readOptions } from './options.js';
import { refusalOf } from './refusal.js';
import { Standalone } from './standalone.js';
import { VERSION } from './version.js';

const startedAt = performance.now();

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A stack is for defects: of what is wrong around the process, the sentence that says what to do is all. */
function fail(error: unknown): never {
  const refusal = refusalOf(error, options.data);
  say(`millrace: ${refusal?.message ?? (error instanceof Error ? error.message : String(error))}`);
  if (!refusal && error instanceof Error && error.stack) say(error.stack);
  process.exit(refusal?.exitCode ?? EXIT.unexpected);
}

function optionsOrExit(): StandaloneOptions {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    say(`millrace standalone: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(EXIT.usage);
  }
}

/** Tells people and tools that it is ready: a JSON line where standard output is no terminal. */
function announce({ listening }: Standalone): void {
  const paths = pathsOf(options.data);
  const at = options.socket === undefined ? { url: listening.url } : { socket: options.socket };
  keepPrivate(paths.endpoint);
  writeFileSync(paths.endpoint, JSON.stringify({ ...at, tokenFile: paths.token }), { mode: 0o600 });
  if (!process.stdout.isTTY) {
    process.stdout.write(
      `${JSON.stringify({ ready: true, ...at, tokenFile: paths.token, data: options.data })}\n`,
    );
    return;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`millrace ${VERSION}   data ${options.data} (kept)   log in this folder`);
  say(`✔ master  ✔ worker (${options.slots} slots)  ✔ logger  ✔ api       ready in ${seconds} s`);
  if (listening.moved) say('Port 8420 is taken: a free one was chosen.');
  say(`API    ${listening.url}/api/v1   token in ${paths.token}`);
  say('Try:   ./millrace workflow apply examples/hello.yaml && ./millrace run start hello --watch');
}

async function main(): Promise<void> {
  const logger = PinoLogger.create({ service: 'standalone', level: options.logLevel });
  const standalone = await Standalone.start(options, logger, fail);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return standalone.hurry();
    stopping = true;
    standalone.stop().then(() => {
      rmSync(pathsOf(options.data).endpoint, { force: true });
      process.exit(EXIT.ok);
    }, fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (options.exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();
  announce(standalone);
}

const options = optionsOrExit();
/** What was made for this process alone; whoever made it may be gone. */
function removeTemporary(): void {
  if (options.temporaryFolder === undefined) return;
  try {
    rmSync(options.temporaryFolder, { recursive: true, force: true });
  } catch (error) {
    say(`millrace: ${options.temporaryFolder} is left: ${String(error)}`);
  }
}

process.on('exit', removeTemporary);
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);
await main().catch(fail);
