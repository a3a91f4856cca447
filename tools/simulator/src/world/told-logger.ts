import type { LogFields } from '@millrace/telemetry';
import { Logger } from '@millrace/telemetry';

/** Keeps what a role says for whoever wants to see it. */
export class ToldLogger extends Logger {
  constructor(private readonly tell: (level: string, fields: LogFields, message: string) => void) {
    super();
  }

  override info(fields: LogFields, message: string): void {
    this.tell('info', fields, message);
  }

  override warn(fields: LogFields, message: string): void {
    this.tell('warn', fields, message);
  }

  override error(fields: LogFields, message: string): void {
    this.tell('error', fields, message);
  }

  override child(): Logger {
    return this;
  }
}
