import type { AnyCommand } from '@millrace/dag';
import type { EventLog, TaskReport } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';
import { failpoint } from '@millrace/telemetry';
import type { Journal } from '../execution/journal.js';

/** Before a report is sent again after a failed append, milliseconds. */
const AGAIN_MS = 500;

/** Reports that end an attempt; nothing follows them. */
const ENDS: ReadonlySet<string> = new Set([
  'ReportAttemptSucceeded',
  'ReportAttemptFailed',
  'ReportAttemptTimedOut',
  'ReportAttemptKilled',
  'ReportAttemptLost',
]);

/** One attempt as the outbox knows it. */
export interface Reporter {
  readonly key: string;
  readonly run: string;
  readonly partition: number;
  /** Kept in the journal until the log has it. */
  readonly journalled: boolean;
  /** All reports so far: a repeated dispatch is answered with the last. */
  last: readonly AnyCommand[];
}

interface Outgoing {
  readonly reporter: Reporter;
  unsent: AnyCommand[];
  sending: boolean;
}

/**
 * The outbox of reports (L40): order per attempt is kept, reports not yet sent are merged into one message, and each
 * is sent until the log has it.
 */
export class ReportPublisher {
  private readonly outgoing = new Map<string, Outgoing>();
  private readonly ready: Outgoing[] = [];
  private scheduled = false;
  private idle: (() => void)[] = [];

  constructor(
    private readonly log: EventLog,
    private readonly worker: string,
    private readonly journal: Pick<Journal, 'write'>,
    private readonly logger: Logger,
  ) {}

  report(reporter: Reporter, command: AnyCommand): void {
    let outgoing = this.outgoing.get(reporter.key);
    if (!outgoing) this.outgoing.set(reporter.key, (outgoing = { reporter, unsent: [], sending: false }));
    outgoing.unsent.push(command);
    reporter.last = [command];
    if (reporter.journalled && ENDS.has(command.type)) this.remember(reporter, command);
    this.schedule(outgoing);
  }

  /** Says again what was last said of the attempt. */
  repeat(reporter: Reporter): void {
    if (this.outgoing.has(reporter.key)) return;
    for (const command of reporter.last) this.report(reporter, command);
  }

  /** Sends what an earlier process of this worker could not (L57); resolves when the log has it all. */
  async resend(
    reports: readonly { readonly partition: number; readonly report: TaskReport }[],
  ): Promise<void> {
    await Promise.all(reports.map(({ partition, report }) => this.append(partition, report)));
  }

  /** Resolves when nothing is left to send. */
  drained(): Promise<void> {
    if (this.outgoing.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  get pending(): number {
    return this.outgoing.size;
  }

  private remember({ key, partition, run }: Reporter, command: AnyCommand): void {
    const report: TaskReport = { run, worker: this.worker, reports: [command] };
    this.journal.write({ entry: 'report', key, partition, report });
  }

  private schedule(outgoing: Outgoing): void {
    if (outgoing.sending || outgoing.unsent.length > 1) return;
    this.ready.push(outgoing);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.scheduled = false;
    for (const outgoing of this.ready.splice(0)) void this.send(outgoing);
  }

  private async send(outgoing: Outgoing): Promise<void> {
    const { reporter } = outgoing;
    const reports = merged(outgoing.unsent);
    const ended = reports.some((report) => ENDS.has(report.type));
    outgoing.unsent = [];
    outgoing.sending = true;
    failpoint('report.before');
    await this.append(reporter.partition, { run: reporter.run, worker: this.worker, reports });
    failpoint('report.after');
    outgoing.sending = false;
    if (ended && reporter.journalled) this.journal.write({ entry: 'done', key: reporter.key });
    if (outgoing.unsent.length > 0) {
      this.ready.push(outgoing);
      if (!this.scheduled) this.flush();
      return;
    }
    this.outgoing.delete(reporter.key);
    if (this.outgoing.size === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private async append(partition: number, value: TaskReport): Promise<void> {
    for (;;) {
      try {
        await this.log.append('task-status', [{ partition, key: value.run, value }]);
        return;
      } catch (error) {
        this.logger.warn(
          { run: value.run, error: String(error) },
          'a report could not be sent; it is sent again',
        );
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}

/** What one message says: `accepted` adds nothing where `running` or an end follows. */
function merged(reports: readonly AnyCommand[]): readonly AnyCommand[] {
  return reports.length > 1 ? reports.filter((report) => report.type !== 'ReportAttemptAccepted') : reports;
}
