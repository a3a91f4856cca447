import { z } from 'zod';
import { sectionsOf } from './sections.js';

/** The services that start alone, and the tool that makes topics. */
export const SERVICES = ['master', 'worker', 'api', 'logger'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** A section of another service: what is there is checked, nothing of it is required. */
function others<S extends z.core.$ZodLooseShape>(section: z.ZodObject<S, z.core.$strict>) {
  return section.partial().optional();
}

export function masterSettings() {
  const { database, blobs, worker, api, ...own } = sectionsOf('master');
  const rest = {
    database: others(database),
    // Where it archives events before they leave the log.
    blobs: blobs.optional(),
    worker: others(worker),
    api: others(api),
  };
  return z.strictObject({ ...own, ...rest });
}

export function workerSettings() {
  const { database, blobs, api, ...own } = sectionsOf('worker');
  return z.strictObject({
    ...own,
    database: others(database),
    blobs: others(blobs),
    api: others(api),
  });
}

export function apiSettings() {
  const { redis, worker, ...own } = sectionsOf('api');
  return z.strictObject({ ...own, redis: others(redis), worker: others(worker) });
}

export function loggerSettings() {
  const { database, redis, worker, api, ...own } = sectionsOf('logger');
  const rest = {
    database: others(database),
    redis: others(redis),
    worker: others(worker),
    api: others(api),
  };
  return z.strictObject({ ...own, ...rest });
}

/** For what needs nothing but the log. */
export function logSettings() {
  const { database, redis, blobs, worker, api, ...own } = sectionsOf('topics');
  const rest = {
    database: others(database),
    redis: others(redis),
    blobs: others(blobs),
    worker: others(worker),
    api: others(api),
  };
  return z.strictObject({ ...own, ...rest });
}

export type MasterSettings = z.output<ReturnType<typeof masterSettings>>;
export type WorkerSettings = z.output<ReturnType<typeof workerSettings>>;
export type ApiSettings = z.output<ReturnType<typeof apiSettings>>;
export type LoggerSettings = z.output<ReturnType<typeof loggerSettings>>;
export type KafkaSection = MasterSettings['kafka'];
