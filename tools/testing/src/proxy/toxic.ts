/** Which bytes are meant: those of clients to the server, those of the server to clients, or all. */
export type Way = 'requests' | 'answers' | 'both';

/** What a proxy does to all its connections, those that are there and those to come, until it is healed. */
export type Toxic =
  /** Nothing passes, though connections stay and new ones are taken. One that has lost something stays mute for ever. */
  | { readonly kind: 'lose'; readonly way: Way }
  /** Nothing passes until it is healed, and then everything does, late: a network that was cut for a while. */
  | { readonly kind: 'hold'; readonly way: Way }
  | { readonly kind: 'late'; readonly way: Way; readonly ms: number }
  /** Of each connection. */
  | { readonly kind: 'slow'; readonly way: Way; readonly bytesPerSecond: number };

export type OneWay = Exclude<Way, 'both'>;

/** The toxics that work at present. */
export class Toxics {
  private list: readonly Toxic[] = [];
  private healed = Promise.withResolvers<void>();

  add(toxic: Toxic): void {
    this.list = [...this.list, toxic];
  }

  /** Takes all away. What was held passes. */
  heal(): void {
    this.list = [];
    this.healed.resolve();
    this.healed = Promise.withResolvers();
  }

  loses(way: OneWay): boolean {
    return this.of('lose', way).length > 0;
  }

  /** Resolves when they are healed; undefined where nothing is held. */
  held(way: OneWay): Promise<void> | undefined {
    return this.of('hold', way).length > 0 ? this.healed.promise : undefined;
  }

  /** Milliseconds. */
  latency(way: OneWay): number {
    return this.of('late', way).reduce((sum, { ms }) => sum + ms, 0);
  }

  /** Bytes a second; infinite unless something is slow. */
  rate(way: OneWay): number {
    return Math.min(Infinity, ...this.of('slow', way).map(({ bytesPerSecond }) => bytesPerSecond));
  }

  private of<Kind extends Toxic['kind']>(kind: Kind, way: OneWay): readonly Extract<Toxic, { kind: Kind }>[] {
    return this.list.filter(
      (one): one is Extract<Toxic, { kind: Kind }> =>
        one.kind === kind && (one.way === 'both' || one.way === way),
    );
  }
}
