import type { KnownCommand } from './dedup-index.js';
import { DedupIndex } from './dedup-index.js';
import { MailState } from './mail-state.js';
import { ParkedCommands } from './parked-commands.js';
import type { CommandRecord, InputPosition } from './workflow-record.js';

/** How long a command is known by its (source, id): seven days (L50). */
export const DEDUP_WINDOW_MS = 7 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** Incarnations of lost workers that are remembered; their attempts are freed by then. */
const MAX_LOST = 1000;

interface PartitionEventData {
  readonly worker?: string;
  readonly proven?: boolean;
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

export interface LostIncarnation {
  readonly worker: string;
  /** Something proves that nothing of it runs any more; else it could only not be heard. */
  readonly proven: boolean;
}

/** What an owner keeps of a partition beside its runs; made from the records alone. */
export class PartitionState {
  /** Next offset to read, by input topic (L11). */
  readonly positions = { commands: 0, 'task-status': 0, mailbox: 0 };
  /** The newest `now` (L18). */
  lastNow = 0;
  /** Effects of all records below are done (L22). */
  doneTo = 0;
  /** Worker processes that are recorded as lost, by incarnation. */
  readonly lost = new Map<string, LostIncarnation>();
  readonly mail = new MailState();
  /** Commands that wait for their definition (L51). */
  readonly parked = new ParkedCommands();
  /** Commands that were decided (L50). */
  readonly dedup = new DedupIndex();

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
      this.dedup.add(nameOf(cause.source, cause.id), cause.body ?? '', offset, Math.floor(now / HOUR_MS));
    for (const event of events) {
      if (event.a === -1) OWN_EVENTS[event.type]?.(this, event.data as PartitionEventData);
    }
  }

  loseWorker(incarnation: string, lost: LostIncarnation): void {
    this.lost.set(incarnation, lost);
    const oldest = this.lost.keys().next().value;
    if (this.lost.size > MAX_LOST && oldest !== undefined) this.lost.delete(oldest);
  }

  /** The first decision of this command, if it is still known. */
  known(source: string, id: string, body: string): KnownCommand | undefined {
    return this.dedup.find(nameOf(source, id), body);
  }

  /** The oldest hour whose commands may be forgotten at `now`; forgetting is an event, so it is exact. */
  expiredHour(now: number): number | undefined {
    const hour = this.dedup.oldestHour;
    return hour !== undefined && now > (hour + 1) * HOUR_MS + DEDUP_WINDOW_MS ? hour : undefined;
  }

  private noteInput(input: InputPosition): void {
    this.positions[input.topic] = Math.max(this.positions[input.topic], input.offset + 1);
    if (input.from !== undefined && input.mseq !== undefined) this.mail.took(input.from, input.mseq);
  }
}

/** What the events of a partition itself do to its state. */
const OWN_EVENTS: Readonly<Record<string, (state: PartitionState, data: PartitionEventData) => void>> = {
  WorkerLost: (state, { incarnation, worker, proven }) =>
    state.loseWorker(incarnation ?? '', { worker: worker ?? '', proven: proven ?? false }),
  DedupHourDropped: (state, { hour }) => state.dedup.forget(hour ?? -1),
  Forwarded: (state, { to, mseq, command }) =>
    state.mail.forwarded({ to: to ?? -1, mseq: mseq ?? 0, command: command ?? '' }),
  CommandParked: (state, { key, command, until }) =>
    state.parked.parked({ key: key ?? '', command: command ?? '', until: until ?? 0 }),
  CommandUnparked: (state, { key }) => state.parked.taken(key ?? ''),
  MailAcked: (state, { to, upTo }) => state.mail.acked(to ?? -1, upTo ?? 0),
};

/** The length keeps two pairs apart whose texts are alike when they are put together. */
function nameOf(source: string, id: string): string {
  return `${source.length}:${source}${id}`;
}
