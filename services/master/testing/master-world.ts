import type { RunCommand, WorkflowDefinition } from '@millrace/dag';
import { definitionHash } from '@millrace/dag';
import { WORKER, workflow } from '@millrace/dag/testing';
import type {
  CommandMessage,
  CommandRecord,
  Reply,
  StoredRecord,
  TaskDispatch,
  TopicName,
} from '@millrace/events';
import { Catalogue, MemoryEventLog, createLog, decodeRecord, laneOf, makeRunId } from '@millrace/events';
import { foldOn, losingAcks, readAll } from '@millrace/events/testing';
import { awaitRecord } from './await-record.js';
import { FakeClock } from './fake-clock.js';

/** The workflow of most tests: `a`, then `b`. */
export const TWO_TASKS = workflow({ a: [], b: ['a'] });

/** What outlives a master: the log, the clock, the catalogue; and the people and workers who write to the log. */
export class MasterWorld {
  readonly clock = new FakeClock();
  readonly log = new MemoryEventLog({ partitions: { P: 4, L: 1 }, clock: () => this.clock.now() });
  readonly catalogue = new Catalogue();
  /** The next send to these partitions is stored and has no known outcome. */
  readonly lostAcks = new Set<number>();
  private made = 0;

  private constructor() {
    losingAcks(this.log, this.lostAcks);
  }

  static async create(definition: WorkflowDefinition = TWO_TASKS): Promise<MasterWorld> {
    const world = new MasterWorld();
    let logs = 0;
    await createLog(world.log, () => `log-${(logs += 1)}`, world.clock.now());
    world.publish(definition);
    return world;
  }

  publish(definition: WorkflowDefinition): void {
    const hash = definitionHash(definition);
    const { project, name } = definition;
    this.catalogue.apply({ kind: 'definition', hash, definition, source: '' });
    const versions = [{ version: 1, definition: hash, publishedAt: 0 }];
    this.catalogue.apply({ kind: 'workflow', project, workflow: name, versions });
  }

  runId(partition = 0): string {
    this.made += 1;
    return makeRunId(this.clock.now(), partition, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, this.made));
  }

  /** The text of a command; `change` what a test is about. */
  command(type: string, subject: string, change: Partial<CommandMessage> = {}): string {
    this.made += 1;
    const message: CommandMessage = {
      specversion: '1.0',
      id: `command-${this.made}`,
      source: 'tests',
      type,
      time: new Date(this.clock.now()).toISOString(),
      subject,
      data: {},
      ...change,
    };
    return JSON.stringify(message);
  }

  startRun(run: string, change: Partial<CommandMessage> = {}, workflowName = TWO_TASKS.name): string {
    const data = { run, project: TWO_TASKS.project, workflow: workflowName };
    return this.command('StartRun', run, { data, ...change });
  }

  /** Puts texts into `commands`; all that one call appends are in one turn of an idle partition. */
  async send(partition: number, ...texts: readonly string[]): Promise<readonly number[]> {
    return await this.log.append(
      'commands',
      texts.map((value) => ({ partition, key: null, value })),
    );
  }

  /** A worker reports; the acknowledgement, which comes with the record, is not waited for. */
  report(run: string, partition: number, ...reports: readonly RunCommand[]): void {
    const value = { run, worker: WORKER.worker, reports };
    void this.log.append('task-status', [{ partition, key: run, value }]);
  }

  /** Sends a command and waits for its reply. */
  async ask(partition: number, text: string): Promise<Reply> {
    const { end } = await this.log.bounds('replies', 0);
    await this.send(partition, text);
    return await this.reply((JSON.parse(text) as CommandMessage).id, end);
  }

  /** The first reply to this command from `from` on. */
  async reply(id: string, from = 0): Promise<Reply> {
    const { value } = await awaitRecord(
      this.log,
      'replies',
      0,
      (record) => record.value.data.id === id,
      from,
    );
    return value.data;
  }

  /** All that was sent to the partition before has been decided, and its effects are done. */
  async settle(partition = 0): Promise<void> {
    await this.ask(partition, this.command('Nothing', this.runId(partition)));
  }

  /** Waits for an event of this type, stored by whomever. */
  async event(type: string, partition = 0, nth = 1): Promise<CommandRecord> {
    let left = nth;
    const { value } = await awaitRecord(this.log, 'workflow-events', partition, ({ value: text }) => {
      const record = decodeRecord(text);
      if (record.kind !== 'record' || !record.events.some((event) => event.type === type)) return false;
      left -= 1;
      return left === 0;
    });
    const record = decodeRecord(value);
    if (record.kind !== 'record') throw new Error('No record.');
    return record;
  }

  /** The records that count, in order. */
  async records(partition = 0): Promise<readonly CommandRecord[]> {
    return (await foldOn(this.log, partition)).records;
  }

  /** The types of all events that count. */
  async events(partition = 0): Promise<readonly string[]> {
    return (await this.records(partition)).flatMap(({ events }) => events.map((event) => event.type));
  }

  /** What was sent to the lane of this worker. */
  async dispatches(worker: string = WORKER.worker): Promise<readonly TaskDispatch[]> {
    return await this.all('task-dispatch', laneOf(worker));
  }

  async replies(): Promise<readonly Reply[]> {
    return (await this.all('replies')).map(({ data }) => data);
  }

  async all<N extends TopicName>(topic: N, partition = 0): Promise<readonly StoredRecord<N>['value'][]> {
    return (await readAll(this.log, topic, partition)).map(({ value }) => value);
  }
}
