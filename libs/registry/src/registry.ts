import type { Member, MemberKind, Presence } from './presence.js';

/** `stale`: a renewal with this beat or a higher one is stored already; nothing was changed. */
export type Renewal = 'renewed' | 'stale';

/**
 * The port to who is alive and with what capacity; also the injection token. A phone book: never a lock, never a truth.
 * Nothing here decides that a member is dead; the log does (L41).
 *
 * - Who wants to know that a member has renewed compares its `beat` with the one that was read before. That an entry is
 *   there proves nothing: a store that was restored from an old snapshot shows old entries, with old beats.
 * - That an entry is not there proves nothing either: the store may have been emptied. Members are back with their next
 *   renewal.
 * - No wall clocks are compared: leases run by the clock of the store.
 * - A renewal that failed may still be stored, now or later. It can lengthen a lease, never replace a higher beat.
 *
 * It leaves out: notifications, locks, leaders, order of members, and what was before.
 *
 * Every method throws RegistryUnavailableError (try again later; the connection comes back by itself) and
 * RegistryClosedError after `close`.
 */
export abstract class Registry {
  /**
   * Writes the lease of a member and what it says of itself, atomically, for `ttlMs` from now (1 to 86 400 000).
   * While the lease of an incarnation lasts, a beat that is not higher than the stored one is `stale`.
   * Throws PresenceInvalidError for a presence that cannot be stored.
   */
  abstract renew(presence: Presence, ttlMs: number): Promise<Renewal>;

  /** All members of a kind whose lease lasts, in no order. Entries that cannot be understood are left out. */
  abstract members(kind: MemberKind): Promise<readonly Presence[]>;

  /** Ends the lease of one incarnation. No such member is no error. */
  abstract leave(member: Member): Promise<void>;

  /** Gives back what is held. Ends no lease. Never throws; a second call does nothing. */
  abstract close(): Promise<void>;
}
