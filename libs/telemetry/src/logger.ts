import type { Logger as Pino } from 'pino';
import { pino } from 'pino';

/** Structured log of a service; also the injection token. One JSON line each, on stderr. */
export abstract class Logger {
  abstract info(fields: LogFields, message: string): void;
  abstract warn(fields: LogFields, message: string): void;
  abstract error(fields: LogFields, message: string): void;
  abstract child(fields: LogFields): Logger;
}

export type LogFields = Readonly<Record<string, unknown>>;

export interface LoggerOptions {
  readonly service: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export class PinoLogger extends Logger {
  private constructor(private readonly pino: Pino) {
    super();
  }

  static create(options: LoggerOptions): PinoLogger {
    return new PinoLogger(
      pino(
        { level: options.level, base: { service: options.service } },
        pino.destination({ fd: 2, sync: true }),
      ),
    );
  }

  override info(fields: LogFields, message: string): void {
    this.pino.info(fields, message);
  }

  override warn(fields: LogFields, message: string): void {
    this.pino.warn(fields, message);
  }

  override error(fields: LogFields, message: string): void {
    this.pino.error(fields, message);
  }

  override child(fields: LogFields): Logger {
    return new PinoLogger(this.pino.child(fields));
  }
}
