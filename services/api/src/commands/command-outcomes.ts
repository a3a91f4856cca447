import type { CommandOutcome } from '@millrace/api-contract';
import type { CommandMessage, PositionToken } from '@millrace/events';
import { EventLog, LogCorruptError, commandMessage, formatPosition, parsePosition } from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import type { RejectionRow } from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';
import { Injectable } from '@nestjs/common';
import { ReadPositions } from '../consistency/read-positions.js';
import { ApiProblem, notFound } from '../http/api-problem.js';
import { EndedRuns } from '../runs/ended-runs.js';
import { COMMAND_SOURCE } from './command-gateway.js';
import { LogIds } from './log-ids.js';
import { problemDetails } from './rejection-problem.js';

/** How long outcomes are told: an hour less than their rows are kept, as commands are taken (L50). */
const KNOWN_MS = 7 * 24 * 3_600_000 - 3_600_000;

/**
 * What became of commands. Only for what was not accepted there is a row, so that accepted commands cost the projection
 * nothing: where the read model has passed a command and has no row of it, it was accepted.
 */
@Injectable()
export class CommandOutcomes {
  constructor(
    private readonly log: EventLog,
    private readonly logIds: LogIds,
    private readonly positions: ReadPositions,
    private readonly store: ReadStore,
    private readonly ended: EndedRuns,
    private readonly clock: Clock,
  ) {}

  /** Throws INVALID_POSITION, UNKNOWN_COMMAND. */
  async outcome(id: string, position: string): Promise<CommandOutcome> {
    const token = tokenOf(position);
    const { type, subject: run } = await this.find(id, token);
    const head = { commandId: id, type, position: formatPosition(token) };
    if (!(await this.positions.waitFor(token, 0))) return { ...head, run, state: 'pending' };
    const row = await this.store.findRejection({ partition: token.partition, command: token.offset });
    if (!row) return { ...head, run, state: 'accepted' };
    if (row.code === 'PARKED') return { ...head, run, state: 'pending' };
    const isStart = type === 'StartRun';
    const told = isStart ? head : { ...head, run };
    if (row.code !== 'DUPLICATE') return { ...told, ...(await this.refusal(row, isStart ? undefined : run)) };
    const first = await this.store.findNamedRejection({ source: COMMAND_SOURCE, id });
    const outcome = first && (await this.refusal(first, isStart ? undefined : run));
    return { ...told, state: 'accepted', ...outcome, duplicate: true };
  }

  /** The command at that place; its own record says what it is, not who asks. */
  private async find(
    id: string,
    token: PositionToken,
  ): Promise<CommandMessage & { readonly subject: string }> {
    const known = token.partition < this.log.partitions.P;
    const sameLog = known && (await this.logIds.of(token.partition)) === token.logId;
    const message = sameLog ? await this.read(token) : undefined;
    const isRecent = message && Date.parse(message.time) >= this.clock.now() - KNOWN_MS;
    if (message?.id === id && message.source === COMMAND_SOURCE && message.subject !== undefined && isRecent)
      return { ...message, subject: message.subject };
    throw notFound(
      'UNKNOWN_COMMAND',
      `There is no command ${id} at that position, or it is older than 7 days.`,
    );
  }

  private async read({ partition, offset }: PositionToken): Promise<CommandMessage | undefined> {
    try {
      const { records } = await this.log.read('commands', partition, offset, 1);
      const [record] = records;
      if (record?.offset !== offset) return undefined;
      const parsed = commandMessage.safeParse(JSON.parse(record.value));
      return parsed.success ? parsed.data : undefined;
    } catch (error) {
      // Beyond the end, already gone, or no JSON: somebody else's text.
      if (error instanceof LogCorruptError || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  private async refusal(
    { code, message, details, decidedAt }: RejectionRow,
    run: string | undefined,
  ): Promise<Pick<CommandOutcome, 'state' | 'rejected'>> {
    const rest = { errors: problemDetails(details ?? []), at: new Date(decidedAt).toISOString() };
    const ended = code === 'UNKNOWN_RUN' && run !== undefined ? await this.ended.say(run) : undefined;
    const said = ended === undefined ? { code, message } : { code: 'RUN_ENDED', message: ended };
    return { state: 'rejected', rejected: { ...said, ...rest } };
  }
}

function tokenOf(position: string): PositionToken {
  const token = parsePosition(position);
  if (token?.kind === 'command') return token;
  throw new ApiProblem(
    400,
    'INVALID_POSITION',
    'The position is not that of a command: send the one that its answer of 202 has.',
  );
}
