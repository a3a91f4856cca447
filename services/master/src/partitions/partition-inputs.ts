import type { AnyCommand } from '@millrace/dag';
import type { StoredRecord, Subscription } from '@millrace/events';
import type { Assignment } from '../dispatch/dispatcher.js';
import type { MasterContext } from './master-context.js';
import type { PartitionMemory } from './partition-memory.js';

/** Commands that wait here at most before the log is asked to hold them back. */
const HIGH_WATER = 2000;
const LOW_WATER = 500;

/** A command of the owner itself: a due timer, a lost attempt, the rest of a large decision. */
export interface InternalCommand {
  readonly run: string;
  readonly command: AnyCommand;
}

/** A worker process that is gone. `proven`: nothing of it runs any more. */
export interface LostWorker {
  readonly worker: string;
  readonly incarnation: string;
  readonly proven: boolean;
}

/** What waits for the next turns of a partition. Inputs of one topic are decided in order (L12). */
export class PartitionInputs {
  readonly reports: StoredRecord<'task-status'>[] = [];
  readonly commands: StoredRecord<'commands'>[] = [];
  readonly mail: StoredRecord<'mailbox'>[] = [];
  readonly internal: InternalCommand[] = [];
  readonly lostWorkers: LostWorker[] = [];
  readonly assignments: Assignment[] = [];
  private readonly subscriptions: Subscription[] = [];
  private statusFeed: Subscription | undefined;
  private commandFeed: Subscription | undefined;
  private held = false;

  constructor(private readonly wake: () => void) {}

  /** Resumes the inputs at the positions that the log names (L11). */
  resume(memory: PartitionMemory, { log }: MasterContext): void {
    const { partition, state } = memory;
    this.statusFeed = log.follow('task-status', partition, state.positions['task-status'], (records) => {
      for (const record of records) this.reports.push(record);
      this.wake();
    });
    this.commandFeed = log.follow('commands', partition, state.positions.commands, (records) => {
      for (const record of records) this.commands.push(record);
      this.holdBack();
      this.wake();
    });
    const mailFeed = log.follow('mailbox', partition, state.positions.mailbox, (records) => {
      for (const record of records) this.mail.push(record);
      this.wake();
    });
    this.subscriptions.push(this.statusFeed, this.commandFeed, mailFeed);
  }

  get waiting(): boolean {
    return (
      this.reports.length > 0 ||
      this.commands.length > 0 ||
      this.mail.length > 0 ||
      this.internal.length > 0 ||
      this.lostWorkers.length > 0 ||
      this.assignments.length > 0
    );
  }

  addInternal(command: InternalCommand): void {
    this.internal.push(command);
    this.wake();
  }

  /** The records of a turn are verified: the workers may forget what they reported. */
  handled(positions: { readonly commands: number; readonly 'task-status': number }): void {
    this.statusFeed?.commit(positions['task-status']);
    this.commandFeed?.commit(positions.commands);
    if (this.held && this.commands.length < LOW_WATER) {
      this.held = false;
      this.commandFeed?.resume();
    }
  }

  close(): void {
    for (const subscription of this.subscriptions) subscription.close();
  }

  private holdBack(): void {
    if (this.held || this.commands.length < HIGH_WATER) return;
    this.held = true;
    this.commandFeed?.pause();
  }
}
