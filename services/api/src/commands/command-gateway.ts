import { RandomPool } from './random-pool.js';
import type { CommandMessage, Reply } from '@millrace/events';
import {
  EventLog,
  MAX_COMMAND_BYTES,
  formatPosition,
  makeRunId,
  partitionOfKey,
  partitionOfRun,
} from '@millrace/events';
import { Clock } from '@millrace/nest-kit';
import { Injectable } from '@nestjs/common';
import { ApiProblem, notFound } from '../http/api-problem.js';
import { BoundedWait } from './bounded-wait.js';
import type { CommandManner } from './command-key.js';
import { LogIds } from './log-ids.js';
import { ReplyBook } from './reply-book.js';

/** Sender of all commands that come by the API (L50). */
export const COMMAND_SOURCE = '/api';

/** A log that answers at all does so in milliseconds; its client goes on for a minute. */
const LOG_WAIT = { longestMs: 15_000, most: 20_000 };

/** A command to a run. */
export interface RunCommandRequest {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly run: string;
  readonly traceparent?: string | undefined;
}

/** A command that is in the log. */
export interface SentCommand {
  readonly id: string;
  readonly run: string;
  /** Where the command stands (L55). */
  readonly position: string;
  /** The outcome, when it was waited for and came in time. */
  readonly reply: Reply | undefined;
}

/** Puts commands into the log, each on the home partition of its run, and waits for outcomes. */
@Injectable()
export class CommandGateway {
  private readonly random = new RandomPool();
  private readonly logWait = new BoundedWait(LOG_WAIT);

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly logIds: LogIds,
    private readonly replies: ReplyBook,
  ) {}

  /** A new id for the run that a command with this id starts; its home follows from sender and id (design §4.6). */
  newRun(commandId: string): string {
    const home = partitionOfKey(`${COMMAND_SOURCE}\n${commandId}`, this.log.partitions.P);
    return makeRunId(this.clock.now(), home, this.random.next(8));
  }

  /** Sends one command. */
  async send(command: RunCommandRequest, manner: Pick<CommandManner, 'waitMs'>): Promise<SentCommand> {
    const [sent] = await this.sendAll([command], manner);
    if (!sent) throw new Error('A command was sent and none came back.');
    return sent;
  }

  /**
   * Sends commands in one append, in order for each partition. Throws when the log does not take them, and in time when it
   * says nothing.
   */
  async sendAll(
    commands: readonly RunCommandRequest[],
    { waitMs }: Pick<CommandManner, 'waitMs'>,
  ): Promise<readonly SentCommand[]> {
    const time = new Date(this.clock.now()).toISOString();
    const records = commands.map((command) => ({
      partition: this.homeOf(command.run),
      key: command.run,
      value: encode(command, time),
    }));
    const waiting = waitMs > 0 ? commands.map(({ id }) => this.replies.expect(COMMAND_SOURCE, id)) : [];
    try {
      const { ids, offsets } = await this.logWait.within(records.length, async () => ({
        ids: await Promise.all(records.map(({ partition }) => this.logIds.of(partition))),
        offsets: await this.log.append('commands', records),
      }));
      const replies = await Promise.all(waiting.map((one) => one.within(waitMs)));
      return commands.map(({ id, run }, index) => {
        const place = { partition: records[index]?.partition ?? 0, offset: offsets[index] ?? 0 };
        const position = formatPosition({ kind: 'command', logId: ids[index] ?? '', ...place });
        return { id, run, position, reply: replies[index] };
      });
    } finally {
      for (const one of waiting) one.forget();
    }
  }

  private homeOf(run: string): number {
    const partition = partitionOfRun(run);
    if (partition === undefined || partition >= this.log.partitions.P)
      throw notFound('UNKNOWN_RUN', `There is no run ${run}.`);
    return partition;
  }
}

function encode({ id, type, data, run, traceparent }: RunCommandRequest, time: string): string {
  const message: CommandMessage = {
    specversion: '1.0',
    id,
    source: COMMAND_SOURCE,
    type,
    time,
    subject: run,
    ...(traceparent === undefined ? {} : { traceparent }),
    data,
  };
  const text = JSON.stringify(message);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_COMMAND_BYTES) return text;
  throw new ApiProblem(
    413,
    'COMMAND_TOO_LARGE',
    `The command has ${bytes} bytes, at most ${MAX_COMMAND_BYTES} are taken.`,
  );
}
