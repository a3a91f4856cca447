import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Stands between a client and a server, and can be cut. Counts the requests of the client in the protocol of Redis. */
export class TcpProxy {
  private readonly server = createServer((client) => this.join(client));
  private readonly sockets = new Set<Socket>();
  private frozen = false;
  port = 0;
  /** Requests that have come through so far. */
  requests = 0;

  constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  /** Connections of clients that are open. */
  get clients(): number {
    return this.sockets.size / 2;
  }

  /** Listens, on the same port as the last time. */
  async open(): Promise<void> {
    this.frozen = false;
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
    client.on('data', (chunk) => {
      if (this.frozen) return;
      this.requests += chunk.toString('latin1').match(/^\*\d+\r$/gm)?.length ?? 0;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!this.frozen) client.write(chunk);
    });
  }

  private keep(...pair: readonly [Socket, Socket]): void {
    for (const socket of pair) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
  }
}
