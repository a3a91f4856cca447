export { Logger, PinoLogger } from './logger.js';
export type { LogFields, LoggerOptions } from './logger.js';
