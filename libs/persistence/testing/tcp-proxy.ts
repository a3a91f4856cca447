import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A way to a server that can be cut and mended. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private chosen = 0;

  constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  /** The same after each `open`. */
  get port(): number {
    return this.chosen;
  }

  async open(): Promise<void> {
    this.server = createServer((client) => this.join(client));
    this.server.listen(this.chosen, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (typeof address === 'object' && address) this.chosen = address.port;
  }

  /** Whoever is connected is cut off, and nobody gets in. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const socket of this.sockets) socket.destroy();
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  private join(client: Socket): void {
    const upstream = connect(this.target.port, this.target.host);
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
