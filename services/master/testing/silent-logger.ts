import { Logger } from '@millrace/telemetry';

/** Keeps the messages. */
export class SilentLogger extends Logger {
  readonly messages: string[] = [];

  override info(_fields: unknown, message: string): void {
    this.messages.push(message);
  }

  override warn(_fields: unknown, message: string): void {
    this.messages.push(message);
  }

  override error(_fields: unknown, message: string): void {
    this.messages.push(message);
  }

  override child(): Logger {
    return this;
  }
}
