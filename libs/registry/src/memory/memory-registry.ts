import type { Member, MemberKind, Presence } from '../presence.js';
import { decodePresence, encodePresence, entryOf, requireTtl } from '../presence.js';
import type { Renewal } from '../registry.js';
import { Registry } from '../registry.js';
import { RegistryClosedError } from '../registry-errors.js';

interface Lease {
  readonly beat: number;
  /** By the clock of this registry. */
  readonly ends: number;
  readonly text: string;
}

/** Members that live in this process, for standalone and for tests. */
export class MemoryRegistry extends Registry {
  private readonly leases: Readonly<Record<MemberKind, Map<string, Lease>>> = {
    worker: new Map(),
    master: new Map(),
  };
  private closed = false;

  /** `monotonic`: milliseconds that never run backwards. */
  constructor(private readonly monotonic: () => number) {
    super();
  }

  override async renew(presence: Presence, ttlMs: number): Promise<Renewal> {
    const text = encodePresence(presence);
    requireTtl(presence, ttlMs);
    const { now, leases } = this.current(presence.kind);
    const entry = entryOf(presence);
    const stored = leases.get(entry);
    if (stored && stored.beat >= presence.beat) return 'stale';
    leases.set(entry, { beat: presence.beat, ends: now + ttlMs, text });
    return 'renewed';
  }

  override async members(kind: MemberKind): Promise<readonly Presence[]> {
    return [...this.current(kind).leases.values()].flatMap(({ text }) => {
      const found = decodePresence(text);
      return 'strange' in found ? [] : [found];
    });
  }

  override async leave(member: Member): Promise<void> {
    this.current(member.kind).leases.delete(entryOf(member));
  }

  override async close(): Promise<void> {
    this.closed = true;
  }

  /** Without the leases that have run out. */
  private current(kind: MemberKind): { readonly now: number; readonly leases: Map<string, Lease> } {
    if (this.closed) throw new RegistryClosedError('The registry is closed.');
    const now = this.monotonic();
    const leases = this.leases[kind];
    for (const [entry, { ends }] of leases) if (ends <= now) leases.delete(entry);
    return { now, leases };
  }
}
