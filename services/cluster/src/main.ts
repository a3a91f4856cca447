import 'reflect-metadata';
import { loadConfig } from '@millrace/config';
import { EXIT } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import { PinoLogger } from '@millrace/telemetry';
import type { ServiceName } from './config/service-config.js';
import {
  apiSettings,
  logSettings,
  loggerSettings,
  masterSettings,
  workerSettings,
} from './config/service-config.js';
import type { ServiceProcess } from './processes/service-process.js';
import { readArguments } from './read-arguments.js';
import { refusalOf } from './refusal.js';

/** How long a service may take to stop, beside what its own settings allow, milliseconds. */
const STOP_LIMIT_MS = 30_000;

function fail(error: unknown): never {
  const refusal = refusalOf(error);
  process.stderr.write(
    `millrace: ${refusal?.message ?? (error instanceof Error ? error.stack : String(error))}\n`,
  );
  process.exit(refusal?.exitCode ?? EXIT.unexpected);
}

interface Started {
  readonly running: ServiceProcess;
  readonly logger: Logger;
  readonly stopLimitMs: number;
}

/** Only what the service needs is loaded. */
async function start(service: ServiceName, file: string | undefined): Promise<Started> {
  const source = { file, env: process.env };
  const loggerFor = (level: Parameters<typeof PinoLogger.create>[0]['level']): Logger =>
    PinoLogger.create({ service, level });
  switch (service) {
    case 'master': {
      const settings = loadConfig(masterSettings(), source);
      const logger = loggerFor(settings.logging.level);
      const { startMaster } = await import('./processes/master-process.js');
      return { running: await startMaster(settings, logger), logger, stopLimitMs: STOP_LIMIT_MS };
    }
    case 'worker': {
      const settings = loadConfig(workerSettings(), source);
      const logger = loggerFor(settings.logging.level);
      const { startWorker } = await import('./processes/worker-process.js');
      const stopLimitMs = settings.worker.drainGrace + STOP_LIMIT_MS;
      return { running: await startWorker(settings, logger), logger, stopLimitMs };
    }
    case 'api': {
      const settings = loadConfig(apiSettings(), source);
      const logger = loggerFor(settings.logging.level);
      const { startApi } = await import('./processes/api-process.js');
      return { running: await startApi(settings, logger), logger, stopLimitMs: STOP_LIMIT_MS };
    }
    case 'logger': {
      const settings = loadConfig(loggerSettings(), source);
      const logger = loggerFor(settings.logging.level);
      const { startLogger } = await import('./processes/logger-process.js');
      return { running: await startLogger(settings, logger), logger, stopLimitMs: STOP_LIMIT_MS };
    }
  }
}

async function serve(service: ServiceName, file: string | undefined): Promise<void> {
  const { running, logger, stopLimitMs } = await start(service, file);
  let stopping = false;
  const stop = (then = (): never => process.exit(EXIT.ok)): void => {
    if (stopping) return running.hurry();
    stopping = true;
    setTimeout(() => {
      logger.error({ stopLimitMs }, 'it could not be stopped in order');
      process.exit(EXIT.unexpected);
    }, stopLimitMs).unref();
    running.stop().then(then, fail);
  };
  process.on('SIGTERM', () => stop());
  process.on('SIGINT', () => stop());
  // In order, so that others have what it held at once.
  void running.unfit?.then((why) => stop(() => fail(why)));
  process.stdout.write(`${JSON.stringify({ ready: true, service, ...running.listening })}\n`);
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given.task === 'serve') return await serve(given.service, given.config);
  const { kafka } = loadConfig(logSettings(), { file: given.config, env: process.env });
  const { topics } = await import('./topics-tool.js');
  const { text, json, exitCode } = await topics(given.action, kafka);
  process.stdout.write(given.json ? `${JSON.stringify(json)}\n` : text);
  process.exit(exitCode);
}

process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);
await main().catch(fail);
