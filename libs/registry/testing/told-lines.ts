import type { LogFields } from '@millrace/telemetry';
import { Logger } from '@millrace/telemetry';

/** A log whose lines a test can read. */
export class ToldLines extends Logger {
  readonly lines: string[] = [];
  override info = (fields: LogFields, message: string): void => this.keep('info', fields, message);
  override warn = (fields: LogFields, message: string): void => this.keep('warn', fields, message);
  override error = (fields: LogFields, message: string): void => this.keep('error', fields, message);
  override child = (): Logger => this;

  private keep(level: string, fields: LogFields, message: string): void {
    this.lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  }
}
