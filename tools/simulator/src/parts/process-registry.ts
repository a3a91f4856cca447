import type { Member, MemberKind, Presence, Renewal } from '@millrace/registry';
import { MemoryRegistry, Registry, RegistryUnavailableError } from '@millrace/registry';
import { Wire } from './wire.js';
import type { WireEnds } from './wire.js';

/** The store of all leases, which may be emptied. */
export class SharedRegistry {
  store: MemoryRegistry;

  constructor(private readonly monotonic: () => number) {
    this.store = new MemoryRegistry(monotonic);
  }

  flush(): void {
    this.store = new MemoryRegistry(this.monotonic);
  }
}

/** The registry as one process has it. */
export class ProcessRegistry extends Registry {
  private readonly wire: Wire;

  constructor(
    private readonly ends: WireEnds,
    private readonly shared: SharedRegistry,
  ) {
    super();
    this.wire = new Wire(ends);
  }

  override renew(presence: Presence, ttlMs: number): Promise<Renewal> {
    return this.ask((store) => store.renew(presence, ttlMs));
  }

  override members(kind: MemberKind): Promise<readonly Presence[]> {
    return this.ask((store) => store.members(kind));
  }

  override leave(member: Member): Promise<void> {
    return this.ask((store) => store.leave(member));
  }

  override async close(): Promise<void> {
    // Nothing is held.
  }

  private async ask<T>(work: (store: MemoryRegistry) => Promise<T>): Promise<T> {
    return await this.wire.ask({
      work: () => work(this.shared.store),
      isDown: () => this.ends.weather.registryDown,
      onSilence: (reason) => new RegistryUnavailableError(`The registry does not answer: ${reason}.`),
    });
  }
}
