import { z } from 'zod';
import { PresenceInvalidError } from './registry-errors.js';

/** Largest presence as JSON, in characters. Thousands are read at once. */
const MAX_LENGTH = 32 * 1024;
/** Longest lease in milliseconds, a day. */
const MAX_TTL = 86_400_000;

/** No control characters, and only text that survives UTF-8. */
const NAME = /^[^\p{Cc}\p{Cs}]+$/u;
/** Without a slash, so that name and incarnation joined by one can be told apart. */
const INCARNATION = /^[A-Za-z0-9_.-]+$/;

export const memberKind = z.enum(['worker', 'master']);

/** Names one process; the incarnations of one name are members of their own. */
export const member = z.object({
  kind: memberKind,
  /** 1 to 200 characters. */
  name: z.string().max(200).regex(NAME),
  /** Random id of a process start or of a lost lease (L35): 1 to 100 of `A-Z a-z 0-9 _ . -`. */
  incarnation: z.string().max(100).regex(INCARNATION),
});

/** What a member says of itself. */
export const presence = member.extend({
  /** Grows with every renewal of an incarnation, from 0 or higher. The only proof that something was renewed. */
  beat: z.int().min(0),
  /** What JSON can hold; for a worker `workerLoad`, for a master `masterLoad`. Whoever reads it parses it. */
  data: z.unknown(),
});

export type MemberKind = z.infer<typeof memberKind>;
export type Member = Readonly<z.infer<typeof member>>;
export type Presence = Readonly<z.infer<typeof presence>>;

/** Name and incarnation as one text, unique in a kind. */
export function entryOf({ name, incarnation }: Member): string {
  return `${name}/${incarnation}`;
}

/** Throws PresenceInvalidError. */
export function encodePresence(said: Presence): string {
  const parsed = presence.safeParse(said);
  if (!parsed.success) throw invalid(said, problemsOf(parsed.error));
  if (stringify(said.data) === undefined) throw invalid(said, 'its data is nothing that JSON has');
  const text = JSON.stringify(parsed.data);
  if (text.length > MAX_LENGTH) {
    throw invalid(said, `it has ${text.length} characters as JSON, of at most ${MAX_LENGTH}`);
  }
  return text;
}

/** The presence in a text, or what is wrong with it. */
export function decodePresence(text: string): Presence | { readonly strange: string } {
  const value = parseJson(text);
  if (value === undefined) return { strange: 'it is not JSON' };
  const parsed = presence.safeParse(value);
  return parsed.success ? parsed.data : { strange: problemsOf(parsed.error) };
}

/** Throws PresenceInvalidError for a lease that is none. */
export function requireTtl(said: Presence, ttlMs: number): void {
  if (Number.isSafeInteger(ttlMs) && ttlMs >= 1 && ttlMs <= MAX_TTL) return;
  throw invalid(said, `its lease of ${ttlMs} ms is not a whole number from 1 to ${MAX_TTL}`);
}

/** In words, without the values. */
export function problemsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ');
}

function invalid({ kind, name }: Presence, why: string): PresenceInvalidError {
  return new PresenceInvalidError(`Could not renew the lease of ${kind} ${JSON.stringify(name)}: ${why}.`);
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
