import type { EventLog } from '@millrace/events';
import type { Clock } from '@millrace/nest-kit';
import type { Logger } from '@millrace/telemetry';
import type { AttemptName } from '../execution/attempt-key.js';
import type { AttemptLogs, OpenLog } from '../execution/attempt-logs.js';
import { AttemptLog } from './attempt-log.js';
import type { LogLimits } from './log-limits.js';
import { DEFAULT_LOG_LIMITS } from './log-limits.js';
import { LogShipper } from './log-shipper.js';

/** Ships the logs of attempts to topic `task-logs`. */
export class LogShipping implements AttemptLogs {
  private readonly shipper: LogShipper;

  /** `spool`: folder for the ends of very long logs. */
  constructor(
    log: EventLog,
    private readonly clock: Clock,
    logger: Logger,
    private readonly spool: string,
    private readonly limits: LogLimits = DEFAULT_LOG_LIMITS,
  ) {
    this.shipper = new LogShipper({ log, logger });
  }

  open({ run, task, attempt }: AttemptName): OpenLog {
    const { shipper, clock, limits, spool: spoolFolder } = this;
    return new LazyLog(() => new AttemptLog({ run, task, attempt, shipper, clock, limits, spoolFolder }));
  }
}

/** Opens the log when the first bytes come: most attempts of light task types never write any. */
class LazyLog implements OpenLog {
  private log: AttemptLog | undefined;

  constructor(private readonly open: () => AttemptLog) {}

  readonly write: OpenLog['write'] = (stream, bytes) => (this.log ??= this.open()).write(stream, bytes);

  lines(): number {
    return this.log?.lines ?? 0;
  }

  tail(): string {
    return this.log?.logTail ?? '';
  }

  end(): Promise<void> {
    return this.log?.end() ?? Promise.resolve();
  }
}
