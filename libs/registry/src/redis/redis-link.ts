import type { Logger } from '@millrace/telemetry';
import type { Redis } from 'ioredis';
import { RegistryClosedError, RegistryUnavailableError } from '../registry-errors.js';
import { CLOSING_MS, connect } from './redis-connection.js';
import type { RedisOptions } from './redis-settings.js';
import { within } from '../within.js';

const LOST = 'the connection was lost';

/** What the client says when it means that there is no connection: why, it has said before. */
const SAYS_LOST = /^(Reached the max retries|Stream isn't writeable|Connection is closed)/;

/**
 * The one connection of a registry. Every call has a short end: it waits for an attempt to connect that is under way,
 * fails at once between two attempts, and never stands in a queue.
 */
export class RedisLink {
  /** Private at run time too: the client holds the password, and this object may be printed. */
  readonly #client: Redis;
  readonly #options: RedisOptions;
  readonly #logger: Logger | undefined;
  #attempt: PromiseWithResolvers<void> | undefined;
  #failure = LOST;
  #down = false;
  #closed = false;

  constructor(options: RedisOptions, logger: Logger | undefined) {
    this.#options = options;
    this.#logger = logger;
    this.#client = connect(options);
    this.#client.on('error', (error: Error) => this.#failed(error));
    this.#client.on('ready', () => this.#connected());
    this.#client.on('close', () => this.#disconnected());
  }

  /** Runs one request. Throws RegistryUnavailableError for whatever goes wrong in it. */
  async run<T>(action: string, request: (client: Redis) => Promise<T>): Promise<T> {
    this.#requireOpen();
    try {
      await this.#connection();
      return await request(this.#client);
    } catch (error) {
      this.#requireOpen();
      throw new RegistryUnavailableError(
        `Could not ${action}: Redis at ${this.#options.target.shown}: ${this.#reasonOf(error)}`,
      );
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    this.#client.once('end', resolve);
    if (this.#client.status === 'ready') await this.#client.quit().catch(() => undefined);
    this.#client.disconnect();
    if (this.#isConnecting()) await within(CLOSING_MS * 2, ended, '').catch(() => undefined);
  }

  #requireOpen(): void {
    if (this.#closed) throw new RegistryClosedError('The registry is closed.');
  }

  async #connection(): Promise<void> {
    if (this.#client.status === 'ready') return;
    if (!this.#isConnecting()) throw new Error(LOST);
    this.#attempt ??= Promise.withResolvers();
    await within(this.#options.connectTimeoutMs, this.#attempt.promise, 'no connection in time');
  }

  #isConnecting(): boolean {
    return ['connecting', 'connect', 'ready'].includes(this.#client.status);
  }

  #connected(): void {
    this.#attempt?.resolve();
    this.#attempt = undefined;
    this.#failure = LOST;
    if (this.#down) this.#logger?.info({ redis: this.#options.target.shown }, 'Redis is there again.');
    this.#down = false;
  }

  #failed(error: Error): void {
    if (!SAYS_LOST.test(error.message)) this.#failure = this.#safe(error);
    // The client would go on in the database 0, whose members are others.
    if (commandOf(error) === 'select') this.#client.disconnect(true);
  }

  #disconnected(): void {
    this.#attempt?.reject(new Error(LOST));
    this.#attempt = undefined;
    if (this.#down || this.#closed) return;
    this.#down = true;
    const fields = { redis: this.#options.target.shown, reason: this.#failure };
    this.#logger?.warn(fields, 'Redis cannot be reached. It is tried again without end.');
  }

  #reasonOf(error: unknown): string {
    const said = error instanceof Error ? error : new Error(String(error));
    return said.message === LOST || SAYS_LOST.test(said.message) ? this.#failure : this.#safe(said);
  }

  /** The first line, for an answer can repeat what was sent. The error itself holds the command with the password. */
  #safe({ message }: Error): string {
    const { password = '' } = this.#options.target;
    const line = message.split('\n', 1)[0] ?? '';
    return password === '' ? line : line.replaceAll(password, '***');
  }
}

function commandOf(error: Error): unknown {
  const { command } = error as Error & { readonly command?: { readonly name?: unknown } };
  return command?.name;
}
