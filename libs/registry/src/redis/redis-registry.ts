import type { Logger } from '@millrace/telemetry';
import type { Member, MemberKind, Presence } from '../presence.js';
import { encodePresence, entryOf, requireTtl } from '../presence.js';
import type { Renewal } from '../registry.js';
import { Registry } from '../registry.js';
import type { StrangeEntry } from './redis-entry.js';
import { readEntry, StrangeEntries } from './redis-entry.js';
import { RedisLink } from './redis-link.js';
import { MEMBERS, RENEW } from './redis-scripts.js';
import type { RedisSettings } from './redis-settings.js';
import { parseRedisSettings } from './redis-settings.js';

export interface RedisRegistryHooks {
  /** Called once for an entry that cannot be understood, and again when it has gone and come back. */
  readonly onStrange?: (entry: StrangeEntry) => void;
  /** Is told when Redis goes and when it comes back. */
  readonly logger?: Logger;
}

/** Members in Redis 6.2 or later: a hash for each kind, one request a call. See the README for keys and rights. */
export class RedisRegistry extends Registry {
  private readonly strange: StrangeEntries;

  private constructor(
    private readonly link: RedisLink,
    private readonly prefix: string,
    onStrange: (entry: StrangeEntry) => void,
  ) {
    super();
    this.strange = new StrangeEntries(onStrange);
  }

  /** Connects in the background: Redis need not be there. Throws RegistrySettingsError. */
  static open(settings: RedisSettings, { onStrange, logger }: RedisRegistryHooks = {}): RedisRegistry {
    const options = parseRedisSettings(settings);
    const link = new RedisLink(options, logger);
    return new RedisRegistry(link, options.prefix, onStrange ?? (() => undefined));
  }

  override async renew(presence: Presence, ttlMs: number): Promise<Renewal> {
    const text = encodePresence(presence);
    requireTtl(presence, ttlMs);
    const { kind, beat } = presence;
    const answer = await this.link.run(`renew the lease of ${kind} ${presence.name}`, (client) =>
      client.eval(RENEW, 1, this.keyOf(kind), entryOf(presence), ttlMs, beat, text),
    );
    return answer === 0 ? 'stale' : 'renewed';
  }

  override async members(kind: MemberKind): Promise<readonly Presence[]> {
    const answer = await this.link.run(`read the ${kind}s`, (client) =>
      client.eval(MEMBERS, 1, this.keyOf(kind)),
    );
    const members: Presence[] = [];
    const strange = new Map<string, string>();
    for (const [field, value] of pairsOf(answer)) {
      const found = readEntry(kind, field, value);
      if ('strange' in found) strange.set(field, found.strange);
      else members.push(found);
    }
    this.strange.tell(kind, strange);
    return members;
  }

  override async leave(member: Member): Promise<void> {
    await this.link.run(`end the lease of ${member.kind} ${member.name}`, (client) =>
      client.hdel(this.keyOf(member.kind), entryOf(member)),
    );
  }

  override close(): Promise<void> {
    return this.link.close();
  }

  private keyOf(kind: MemberKind): string {
    return `${this.prefix}registry:${kind}`;
  }
}

/** A flat list of fields and values as pairs. */
function* pairsOf(answer: unknown): Generator<readonly [string, string]> {
  const flat: readonly unknown[] = Array.isArray(answer) ? answer : [];
  for (let at = 0; at + 1 < flat.length; at += 2) yield [String(flat[at]), String(flat[at + 1])];
}
