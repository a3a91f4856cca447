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
  /** Default 2, stderr. */
  readonly fd?: number;
}

export class PinoLogger extends Logger {
  private constructor(private readonly pino: Pino) {
    super();
  }

  static create(options: LoggerOptions): PinoLogger {
    const destination = pino.destination({ fd: options.fd ?? 2, sync: true });
    // Where stderr cannot be written, as on a full disk, lines wait or are lost: nothing else may fail for that.
    destination.on('error', () => undefined);
    return new PinoLogger(pino({ level: options.level, base: { service: options.service } }, destination));
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
