import { MailState } from './mail-state.js';
import { ParkedCommands } from './parked-commands.js';
import type { CommandRecord, InputPosition } from './workflow-record.js';

/** How long a command is known by its (source, id): seven days (L50). */
export const DEDUP_WINDOW_MS = 7 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** Incarnations of lost workers that are remembered; their attempts are freed by then. */
const MAX_LOST = 1000;

/** The record in which a command was decided, and the hash of its body. */
export interface KnownCommand {
  readonly offset: number;
  readonly body: string;
}

interface PartitionEventData {
  readonly worker?: string;
  readonly incarnation?: string;
  readonly hour?: number;
  readonly to?: number;
  readonly mseq?: number;
  readonly command?: string;
  readonly upTo?: number;
  readonly key?: string;
  readonly until?: number;
}

type Noted = Pick<CommandRecord, 'input' | 'cause' | 'events' | 'now'>;

/** What an owner keeps of a partition beside its runs; made from the records alone. */
export class PartitionState {
  /** Next offset to read, by input topic (L11). */
  readonly positions = { commands: 0, 'task-status': 0, mailbox: 0 };
  /** The newest `now` (L18). */
  lastNow = 0;
  /** Effects of all records below are done (L22). */
  doneTo = 0;
  /** Incarnations of workers that are recorded as lost, with the worker's name. */
  readonly lost = new Map<string, string>();
  readonly mail = new MailState();
  /** Commands that wait for their definition (L51). */
  readonly parked = new ParkedCommands();
  /** By hour of decision: source and id → offset and body. */
  private readonly dedup = new Map<number, Map<string, string>>();
  /** What no checkpoint of this owner has yet. */
  private fresh = new Map<number, [string, string][]>();

  /** Applies an accepted record that stands at `offset`. */
  apply(record: CommandRecord, offset: number): void {
    this.doneTo = Math.max(this.doneTo, record.doneTo);
    this.note(record, offset);
  }

  /** The part of `apply` that an owner does for its own verified record. */
  note({ input, cause, events, now }: Noted, offset: number): void {
    this.lastNow = Math.max(this.lastNow, now);
    if (input) this.noteInput(input);
    if (cause.source !== undefined && cause.id !== undefined)
      this.remember(cause.source, cause.id, { offset, body: cause.body ?? '' }, now);
    for (const event of events) {
      if (event.a === -1) OWN_EVENTS[event.type]?.(this, event.data as PartitionEventData);
    }
  }

  forgetHour(hour: number): void {
    this.dedup.delete(hour);
  }

  loseWorker(incarnation: string, worker: string): void {
    this.lost.set(incarnation, worker);
    const oldest = this.lost.keys().next().value;
    if (this.lost.size > MAX_LOST && oldest !== undefined) this.lost.delete(oldest);
  }

  /** The first decision of this command, if it is still known. */
  known(source: string, id: string): KnownCommand | undefined {
    const key = keyOf(source, id);
    for (const bucket of this.dedup.values()) {
      const entry = bucket.get(key);
      if (entry === undefined) continue;
      const colon = entry.indexOf(':');
      return { offset: Number(entry.slice(0, colon)), body: entry.slice(colon + 1) };
    }
    return undefined;
  }

  /** Hours whose commands may be forgotten at `now`; forgetting is an event, so it is exact. */
  expiredHours(now: number): readonly number[] {
    return [...this.dedup.keys()].filter((hour) => now > hour * HOUR_MS + DEDUP_WINDOW_MS + HOUR_MS);
  }

  /** The dedup index as entries, for a checkpoint. */
  dedupEntries(): readonly (readonly [hour: number, entries: readonly (readonly [string, string])[]])[] {
    return [...this.dedup].map(([hour, bucket]) => [hour, [...bucket]] as const);
  }

  /** The entries since `dedupWritten`. */
  freshDedup(): ReturnType<PartitionState['dedupEntries']> {
    return [...this.fresh];
  }

  dedupWritten(): void {
    this.fresh = new Map();
  }

  /** Takes parts of the index; several parts may be of one hour. */
  restoreDedup(parts: ReturnType<PartitionState['dedupEntries']>): void {
    for (const [hour, entries] of parts) {
      const bucket = this.dedup.get(hour) ?? new Map<string, string>();
      this.dedup.set(hour, bucket);
      for (const [key, entry] of entries) bucket.set(key, entry);
    }
  }

  private remember(source: string, id: string, entry: KnownCommand, now: number): void {
    const hour = Math.floor(now / HOUR_MS);
    let bucket = this.dedup.get(hour);
    if (!bucket) this.dedup.set(hour, (bucket = new Map<string, string>()));
    if (this.known(source, id)) return;
    const key = keyOf(source, id);
    const text = `${entry.offset}:${entry.body}`;
    bucket.set(key, text);
    const fresh = this.fresh.get(hour);
    if (fresh) fresh.push([key, text]);
    else this.fresh.set(hour, [[key, text]]);
  }

  private noteInput(input: InputPosition): void {
    this.positions[input.topic] = Math.max(this.positions[input.topic], input.offset + 1);
    if (input.from !== undefined && input.mseq !== undefined) this.mail.took(input.from, input.mseq);
  }
}

/** What the events of a partition itself do to its state. */
const OWN_EVENTS: Readonly<Record<string, (state: PartitionState, data: PartitionEventData) => void>> = {
  WorkerLost: (state, { incarnation, worker }) => state.loseWorker(incarnation ?? '', worker ?? ''),
  DedupHourDropped: (state, { hour }) => state.forgetHour(hour ?? -1),
  Forwarded: (state, { to, mseq, command }) =>
    state.mail.forwarded({ to: to ?? -1, mseq: mseq ?? 0, command: command ?? '' }),
  CommandParked: (state, { key, command, until }) =>
    state.parked.parked({ key: key ?? '', command: command ?? '', until: until ?? 0 }),
  CommandUnparked: (state, { key }) => state.parked.taken(key ?? ''),
  MailAcked: (state, { to, upTo }) => state.mail.acked(to ?? -1, upTo ?? 0),
};

/** The length keeps two pairs apart whose texts are alike when they are put together. */
function keyOf(source: string, id: string): string {
  return `${source.length}:${source}${id}`;
}
