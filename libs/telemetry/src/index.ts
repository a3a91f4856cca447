export { Logger, PinoLogger } from './logger.js';
export type { LogFields, LoggerOptions } from './logger.js';
export { FAILPOINTS, failpoint } from './failpoint.js';
export type { Failpoint } from './failpoint.js';
