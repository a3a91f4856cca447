import type { Toxic } from '@millrace/testing';
import { TcpProxy } from '@millrace/testing';
import { KafkaDialogue } from './kafka-dialogue.js';
import type { Inflicted, KafkaToxic } from './kafka-toxic.js';
import { KafkaToxics } from './kafka-toxic.js';
import type { Address } from './moved-brokers.js';

/**
 * Stands between clients and the brokers of a Kafka in plain text: a client that begins at it is told of no other
 * address, so all that it says goes through here. It understands requests and answers, and refuses those that it does
 * not know.
 */
export class KafkaProxy {
  private readonly toxics = new KafkaToxics();
  private readonly lasting: Toxic[] = [];
  /** By the address of a broker. */
  private readonly nodes = new Map<string, Promise<TcpProxy>>();
  private shut = false;
  private addresses: readonly string[] = [];

  private constructor() {}

  /** `brokers`: `host:port` of some; one port listens for each, and for those that they tell of. */
  static async open(brokers: readonly string[]): Promise<KafkaProxy> {
    const proxy = new KafkaProxy();
    const moved = await Promise.all(brokers.map((broker) => proxy.move(addressOf(broker))));
    proxy.addresses = moved.map(({ host, port }) => `${host}:${port}`);
    return proxy;
  }

  /** What clients are to be given, `host:port`. */
  get brokers(): readonly string[] {
    return this.addresses;
  }

  /** Does this from now on to requests of that kind. */
  inflict(toxic: KafkaToxic): Inflicted {
    return this.toxics.add(toxic);
  }

  /** Does this from now on to all bytes, on every connection. */
  async inflictAll(toxic: Toxic): Promise<void> {
    this.lasting.push(toxic);
    for (const node of await this.all()) node.inflict(toxic);
  }

  /** Does nothing any more: what was held passes, what was lost stays lost. */
  async heal(): Promise<void> {
    this.toxics.heal();
    this.lasting.length = 0;
    for (const node of await this.all()) node.heal();
  }

  /** Cuts all connections; takes further ones. */
  async cut(): Promise<void> {
    for (const node of await this.all()) node.cut();
  }

  /** Cuts all connections and refuses further ones, until it is opened again. Throws what it has not understood. */
  async close(): Promise<void> {
    this.shut = true;
    for (const node of await this.all()) await node.close();
  }

  /** After `close`: listens where it did, and does nothing. */
  async reopen(): Promise<void> {
    this.shut = false;
    this.toxics.heal();
    this.lasting.length = 0;
    for (const node of await this.all()) await node.open();
  }

  private all(): Promise<readonly TcpProxy[]> {
    return Promise.all(this.nodes.values());
  }

  private async move(address: Address): Promise<Address> {
    const key = `${address.host}:${address.port}`;
    const found = this.nodes.get(key) ?? this.listen(address);
    this.nodes.set(key, found);
    return { host: '127.0.0.1', port: (await found).port };
  }

  private async listen(address: Address): Promise<TcpProxy> {
    const node = new TcpProxy(address, () => new KafkaDialogue(this.toxics, (to) => this.move(to)));
    if (this.shut) return node;
    await node.open();
    for (const toxic of this.lasting) node.inflict(toxic);
    return node;
  }
}

function addressOf(broker: string): Address {
  const at = broker.lastIndexOf(':');
  return { host: broker.slice(0, at), port: Number(broker.slice(at + 1)) };
}
