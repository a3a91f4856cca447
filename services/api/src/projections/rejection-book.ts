import type { CommandRecord } from '@millrace/events';
import type { ProjectionBatch, RejectionRow } from '@millrace/persistence';

/** Key of a parked command that came by topic `commands`, as its owner writes it. */
const PARKED_KEY = /^commands:(\d{1,15})$/;

/**
 * The commands of one partition that were not accepted, since the last commit. A command that was passed on to another
 * partition is not among them: its outcome is a matter of that one, and gateways send each command to its home.
 */
export class RejectionBook {
  /** By offset of the command; undefined: it was parked and has been accepted. */
  private readonly rows = new Map<number, RejectionRow | undefined>();

  constructor(private readonly partition: number) {}

  take(record: CommandRecord): void {
    const { outcome } = record;
    if (!outcome || (outcome.accepted && record.input)) return;
    const command = commandOf(record);
    if (command === undefined) return;
    if (outcome.accepted) this.rows.set(command, undefined);
    else if (outcome.code !== 'FORWARDED') this.rows.set(command, this.rowOf(record, outcome, command));
  }

  /** What is new since the last time. */
  takeBatch(): Pick<ProjectionBatch, 'rejections' | 'unparked'> {
    const { partition } = this;
    const entries = [...this.rows];
    this.rows.clear();
    return {
      rejections: entries.flatMap(([, row]) => row ?? []),
      unparked: entries.flatMap(([command, row]) => (row ? [] : { partition, command })),
    };
  }

  clear(): void {
    this.rows.clear();
  }

  private rowOf({ cause, now }: CommandRecord, refusal: Refusal, command: number): RejectionRow {
    const { code, message, details = null } = refusal;
    const { source = null, id = null } = cause;
    return { partition: this.partition, command, source, id, code, message, details, decidedAt: now };
  }
}

type Refusal = Extract<NonNullable<CommandRecord['outcome']>, { readonly accepted: false }>;

/** Offset of the command that the outcome belongs to; undefined for inputs that are no commands of this partition. */
function commandOf({ input, events }: CommandRecord): number | undefined {
  if (input) return input.topic === 'commands' ? input.offset : undefined;
  for (const { type, data } of events) {
    if (type !== 'CommandUnparked') continue;
    const { key } = data as { readonly key: string };
    const offset = PARKED_KEY.exec(key)?.[1];
    if (offset !== undefined) return Number(offset);
  }
  return undefined;
}
