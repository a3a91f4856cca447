import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Stands between clients and a server, and can be cut, also without a word. */
export class TcpProxy {
  private readonly server = createServer((client) => this.join(client));
  private readonly sockets = new Set<Socket>();
  private frozen = false;
  /** The same after each `open`. */
  port = 0;
  /** Requests of clients that have come through so far, where they speak the protocol of Redis. */
  requests = 0;

  constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  /** Connections of clients that are open. */
  get clients(): number {
    return this.sockets.size / 2;
  }

  /** Listens, on the same port as the last time. */
  async open(): Promise<void> {
    this.frozen = false;
    if (this.server.listening) return;
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Cuts all connections and refuses further ones. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    this.cut();
    await once(this.server, 'close');
  }

  /** Cuts all connections; takes further ones. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Passes nothing on any more, though connections stay and new ones are taken: the other end is gone without a word. */
  freeze(): void {
    this.frozen = true;
  }

  /** New connections pass on again; what was swallowed stays lost. */
  thaw(): void {
    this.frozen = false;
  }

  private join(client: Socket): void {
    const server = connect(this.target.port, this.target.host);
    this.keep(client, server);
    this.keep(server, client);
    client.on('data', (chunk) => {
      if (!this.frozen) this.requests += chunk.toString('latin1').match(/^\*\d+\r$/gm)?.length ?? 0;
    });
  }

  private keep(socket: Socket, other: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (this.frozen || other.write(chunk)) return;
      socket.pause();
      other.once('drain', () => socket.resume());
    });
    socket.on('close', () => {
      this.sockets.delete(socket);
      // The last words of a server that hangs up are why it does.
      other.destroySoon();
    });
  }
}
