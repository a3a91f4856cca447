import type { AnyCommand } from '@millrace/dag';
import type { StoredRecord, Subscription } from '@millrace/events';
import type { Assignment } from '../dispatch/dispatcher.js';
import type { CommandHold } from '../supervision/command-hold.js';
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
  /** Too many commands wait here. */
  private full = false;
  private commandHold: CommandHold | undefined;
  private paused = false;
  private unfollow: (() => void) | undefined;

  constructor(private readonly wake: () => void) {}

  /** Resumes the inputs at the positions that the log names (L11). */
  resume(memory: PartitionMemory, { log, commandHold }: MasterContext): void {
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
    this.commandHold = commandHold;
    this.unfollow = commandHold.follow(() => this.pauseOrResume());
    this.pauseOrResume();
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
    if (this.full && this.commands.length < LOW_WATER) {
      this.full = false;
      this.pauseOrResume();
    }
  }

  close(): void {
    this.unfollow?.();
    for (const subscription of this.subscriptions) subscription.close();
  }

  private holdBack(): void {
    if (this.full || this.commands.length < HIGH_WATER) return;
    this.full = true;
    this.pauseOrResume();
  }

  private pauseOrResume(): void {
    const pause = this.full || this.commandHold?.held === true;
    if (pause === this.paused) return;
    this.paused = pause;
    if (pause) this.commandFeed?.pause();
    else this.commandFeed?.resume();
  }
}
