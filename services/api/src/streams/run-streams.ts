import type { Readable } from 'node:stream';
import { FOLD_START } from '@millrace/events';
import type { CommandRecord, FoldState } from '@millrace/events';
import type { RunRow } from '@millrace/persistence';
import { ReadStore } from '@millrace/persistence';
import { Logger } from '@millrace/telemetry';
import { Injectable } from '@nestjs/common';
import { runEventItems, endStateOf } from '../runs/run-event-items.js';
import type { EventStream } from './event-stream.js';
import type { Listening } from './live-runs.js';
import { LiveRuns } from './live-runs.js';
import { RunHistory } from './run-history.js';
import type { RunRecord } from './run-record.js';
import { runRecordOf } from './run-record.js';
import { StreamDesk } from './stream-desk.js';
import type { StreamForm } from './stream-form.js';

export interface RunStreamRequest {
  readonly form: StreamForm;
  /** Finds the run in the read model; throws when it is not there. */
  readonly find: () => Promise<RunRow>;
  readonly isSecret: (run: RunRow) => (name: string) => boolean;
  /** Offset of the last record that the reader has. */
  readonly after: number;
}

/** The events of a run as they happen: what the log has, then what comes. */
@Injectable()
export class RunStreams {
  constructor(
    private readonly store: ReadStore,
    private readonly history: RunHistory,
    private readonly live: LiveRuns,
    private readonly desk: StreamDesk,
    private readonly logger: Logger,
  ) {}

  async open({ form, find, isSecret, after }: RunStreamRequest): Promise<Readable> {
    // First the position, then the row: so the row holds everything below the position, and what is live begins there.
    const positions = await this.store.foldPositions();
    const run = await find();
    const from: FoldState = positions.find(({ partition }) => partition === run.partition) ?? FOLD_START;
    const stream = this.desk.begin(form, () => writer.close());
    const log = (error: unknown): void =>
      this.logger.error({ err: error, run: run.id }, 'stream of a run broke off');
    const writer = new RunWriter({ stream, run, isSecret: isSecret(run), onFailure: log }, after);
    void this.fill(writer, run, from, after);
    return stream.readable;
  }

  private async fill(writer: RunWriter, run: RunRow, from: FoldState, after: number): Promise<void> {
    try {
      for await (const found of this.history.records(run, after)) {
        writer.write(found);
        await writer.room();
        if (writer.closed) return;
      }
      if (run.endedAt !== null) writer.end(run.state);
      else writer.hold(await this.live.listen(run.id, run.partition, from, writer));
    } catch (error) {
      writer.failed(error);
    }
  }
}

interface RunOutput {
  readonly stream: EventStream;
  readonly run: RunRow;
  readonly isSecret: (name: string) => boolean;
  readonly onFailure: (error: unknown) => void;
}

/** Writes the records of one run to one stream, each once and in order. */
class RunWriter {
  private listening: Listening | undefined;

  /** `last`: offset of the last record that the reader has. */
  constructor(
    private readonly output: RunOutput,
    private last: number,
  ) {}

  get closed(): boolean {
    return this.output.stream.closed;
  }

  /** Resolves when the reader can take more. What is live cannot wait: it comes for others too. */
  room(): Promise<void> {
    return this.output.stream.room();
  }

  /** The live half: a record may have come by the history already. */
  record(offset: number, record: CommandRecord): void {
    const found = runRecordOf(this.output.run.id, offset, record);
    if (!found || this.closed) return;
    this.write(found);
    const state = endStateOf(found);
    if (state !== undefined) this.end(state);
  }

  write(found: RunRecord): void {
    if (found.offset <= this.last) return;
    this.last = found.offset;
    const items = runEventItems(found, this.output.run.partition, this.output.isSecret);
    // Only the last event of a record carries the id: a reader that resumes there has had them all.
    items.forEach((item, index) =>
      this.output.stream.item(item, index === items.length - 1 ? found.offset : undefined),
    );
  }

  end(state: string): void {
    this.output.stream.end({ run: this.output.run.id, state });
    this.close();
  }

  failed(error: unknown): void {
    this.output.onFailure(error);
    this.output.stream.cut();
    this.close();
  }

  hold(listening: Listening): void {
    this.listening = listening;
    if (this.closed) this.close();
  }

  close(): void {
    this.listening?.close();
    this.listening = undefined;
  }
}
