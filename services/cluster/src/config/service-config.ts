import { z } from 'zod';
import { sectionsOf } from './sections.js';

/** The services that start alone, and the tool that makes topics. */
export const SERVICES = ['master', 'worker', 'api', 'logger'] as const;
export type ServiceName = (typeof SERVICES)[number];

export function masterSettings() {
  const { database, blobs, worker, api, ...own } = sectionsOf('master');
  const others = {
    database: database.optional(),
    blobs: blobs.optional(),
    worker: worker.optional(),
    api: api.optional(),
  };
  return z.strictObject({ ...own, ...others });
}

export function workerSettings() {
  const { database, blobs, api, ...own } = sectionsOf('worker');
  return z.strictObject({
    ...own,
    database: database.optional(),
    blobs: blobs.optional(),
    api: api.optional(),
  });
}

export function apiSettings() {
  const { redis, worker, ...own } = sectionsOf('api');
  return z.strictObject({ ...own, redis: redis.optional(), worker: worker.optional() });
}

export function loggerSettings() {
  const { database, redis, worker, api, ...own } = sectionsOf('logger');
  const others = {
    database: database.optional(),
    redis: redis.optional(),
    worker: worker.optional(),
    api: api.optional(),
  };
  return z.strictObject({ ...own, ...others });
}

/** For what needs nothing but the log. */
export function logSettings() {
  const { kafka, logging, ...others } = sectionsOf('topics');
  const optional = Object.fromEntries(
    Object.entries(others).map(([name, section]) => [name, section.optional()]),
  );
  return z.strictObject({ ...optional, kafka, logging });
}

export type MasterSettings = z.output<ReturnType<typeof masterSettings>>;
export type WorkerSettings = z.output<ReturnType<typeof workerSettings>>;
export type ApiSettings = z.output<ReturnType<typeof apiSettings>>;
export type LoggerSettings = z.output<ReturnType<typeof loggerSettings>>;
export type KafkaSection = MasterSettings['kafka'];
