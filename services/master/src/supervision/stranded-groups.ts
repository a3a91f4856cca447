import type { GroupWait } from '@millrace/registry';
import type { Logger } from '@millrace/telemetry';

/** Tells of the worker groups whose task runs wait because nobody is there to take them, once for each such time. */
export class StrandedGroups {
  /** Groups that had nobody at the last look; true when that was told. */
  private before = new Map<string, boolean>();

  constructor(private readonly logger: Logger) {}

  /** One look. A group is told of at the second in a row: at the first its workers may not have been heard yet. */
  look(waiting: ReadonlyMap<string, GroupWait>): void {
    const now = new Map<string, boolean>();
    for (const [group, { count, reason }] of waiting) {
      if (reason !== 'no-worker' && reason !== 'no-pinned-worker') continue;
      const told = this.before.get(group);
      if (told === false)
        this.logger.warn(
          { group, waiting: count, reason },
          'task runs wait: no worker that may take them is alive',
        );
      now.set(group, told !== undefined);
    }
    this.before = now;
  }
}
