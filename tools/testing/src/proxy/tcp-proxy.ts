import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Dialogue } from './dialogue.js';
import { WORDLESS } from './dialogue.js';
import { Lane } from './lane.js';
import type { Toxic, Way } from './toxic.js';
import { Toxics } from './toxic.js';

/** Stands between clients and a server, and does to their connections what it is told. */
export class TcpProxy {
  private readonly server = createServer((client) => this.join(client));
  private readonly sockets = new Set<Socket>();
  private readonly toxics = new Toxics();
  private readonly refusals: string[] = [];
  /** The same after each `open`. */
  port = 0;
  /** Requests of clients that have come through so far, where they speak the protocol of Redis. */
  requests = 0;

  /** `understand`: makes what reads a new connection; without it bytes pass as they come. */
  constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private readonly understand: () => Dialogue = () => WORDLESS,
  ) {}

  /** Connections of clients that are open. */
  get clients(): number {
    return this.sockets.size / 2;
  }

  /** Listens, on the same port as the last time, and does nothing to connections. */
  async open(): Promise<void> {
    this.heal();
    if (this.server.listening) return;
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Cuts all connections and refuses further ones. Throws what it has not understood, if anything. */
  async close(): Promise<void> {
    if (this.server.listening) {
      this.server.close();
      this.cut();
      await once(this.server, 'close');
    }
    const refusals = this.refusals.splice(0);
    if (refusals.length > 0) throw new Error(`The proxy has not understood: ${refusals.join('; ')}`);
  }

  /** Cuts all connections; takes further ones. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Does this from now on, beside what it does already. */
  inflict(toxic: Toxic): void {
    this.toxics.add(toxic);
  }

  /** Does nothing any more: what was held passes, what was lost stays lost. */
  heal(): void {
    this.toxics.heal();
  }

  /** The other end is gone without a word: nothing passes, though connections stay and new ones are taken. */
  freeze(way: Way = 'both'): void {
    this.inflict({ kind: 'lose', way });
  }

  private join(client: Socket): void {
    const server = connect(this.target.port, this.target.host);
    const dialogue = this.understand();
    const reset = (): void => {
      client.resetAndDestroy();
      server.resetAndDestroy();
    };
    const refuse = (error: unknown): void => {
      this.refusals.push(error instanceof Error ? error.message : String(error));
      reset();
    };
    const both = { toxics: this.toxics, reset, refuse };
    this.keep(client, server);
    new Lane({
      ...both,
      from: client,
      to: server,
      way: 'requests',
      read: (chunk) => dialogue.requests(chunk),
    });
    new Lane({ ...both, from: server, to: client, way: 'answers', read: (chunk) => dialogue.answers(chunk) });
    client.on('data', (chunk: Buffer) => {
      if (!this.toxics.loses('requests'))
        this.requests += chunk.toString('latin1').match(/^\*\d+\r$/gm)?.length ?? 0;
    });
  }

  private keep(...sockets: readonly Socket[]): void {
    for (const socket of sockets) {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    }
  }
}
