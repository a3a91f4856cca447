import { definitionHash, parseWorkflow } from '@millrace/dag';
import type { CatalogEntry, CommandMessage, Reply } from '@millrace/events';
import { Catalogue, makeRunId, partitionOfRun } from '@millrace/events';
import { taskTypes } from '@millrace/tasks';
import { BEGINNING } from '../time/ambient.js';
import { SimProcess } from '../time/sim-process.js';
import { anyWorkflowText } from './workflow-texts.js';
import type { Surroundings, World } from './world.js';

const PROJECT = 'simulated';
/** Before something that was not answered is sent again, milliseconds. */
const AGAIN_MS = 1_000;
/** Runs that commands are still sent to. */
const REMEMBERED = 30;

interface Sent {
  readonly text: string;
  /** Where it was sent to, and where its run lives. */
  readonly partitions: readonly number[];
}

/** Whoever publishes workflows and sends commands: never dies, and sends until the log has it. */
export class People {
  private readonly given: Surroundings;
  private readonly chance;
  private readonly workflows: string[] = [];
  private runs: string[] = [];
  private made = 0;
  /** Of a hundred commands so many are sent to any partition, wherever their run lives. */
  private readonly strayPercent: number;
  /** The commands that the log has, by id. */
  readonly sent = new Map<string, Sent>();

  constructor(private readonly world: World) {
    this.given = world.surround(new SimProcess('people'));
    this.chance = world.chance.branch();
    this.strayPercent = this.chance.pick([5, 30, 80]);
  }

  /** Publishes workflows that were drawn by chance. */
  publish(count: number): void {
    for (let made = 0; made < count; made += 1) {
      const name = `w${this.workflows.length}`;
      this.publishText(name, anyWorkflowText(name, this.chance));
      this.workflows.push(name);
    }
  }

  /** Does what people do, once. */
  act(): void {
    const kind = this.runs.length === 0 ? 0 : this.chance.whole(0, 99);
    if (kind < 80) this.startRun();
    else
      this.send(
        this.chance.pick(['PauseRun', 'ResumeRun', 'ResumeRun', 'StopRun']),
        this.chance.pick(this.runs),
        {},
      );
  }

  /** What is paused goes on: nobody leaves it so at the end. */
  resumeAll(): void {
    for (const run of this.runs) this.send('ResumeRun', run, {});
  }

  /**
   * Commands that the log has and to which there is no reply, or several that differ, in sentences; without those that
   * the partition `damaged` had to do with.
   */
  unanswered(replies: readonly Reply[], damaged: number | undefined): readonly string[] {
    const answers = Map.groupBy(replies, ({ id }) => id);
    const asked = [...this.sent].filter(
      ([, { partitions }]) => damaged === undefined || !partitions.includes(damaged),
    );
    return asked.flatMap(([id]) => {
      const first = answers.get(id)?.filter(({ duplicate }) => !duplicate) ?? [];
      const different = new Set(first.map((reply) => JSON.stringify(reply)));
      if (first.length === 0) return [`Command ${id} was never answered.`];
      return different.size > 1 ? [`Command ${id} was answered in ${different.size} ways.`] : [];
    });
  }

  private startRun(): void {
    const { timeline, broker } = this.world;
    const partition = this.chance.whole(0, broker.partitions.P - 1);
    const now = Math.floor(BEGINNING + timeline.now);
    const run = makeRunId(now, partition, this.chance.bytes(8));
    this.runs = [run, ...this.runs].slice(0, REMEMBERED);
    this.send('StartRun', run, { run, project: PROJECT, workflow: this.chance.pick(this.workflows) });
  }

  private send(type: string, run: string, data: Readonly<Record<string, unknown>>): void {
    this.made += 1;
    const id = `c${this.made}`;
    const now = Math.floor(BEGINNING + this.world.timeline.now);
    const message: CommandMessage = {
      specversion: '1.0',
      id,
      source: 'people',
      type,
      time: new Date(now).toISOString(),
      subject: run,
      data,
    };
    const home = partitionOfRun(run) ?? 0;
    // Some do not know where a run lives (L48), and some send twice (L50).
    const partition = !this.chance.percent(this.strayPercent)
      ? home
      : this.chance.whole(0, this.world.broker.partitions.P - 1);
    const text = JSON.stringify(message);
    const sent = { text, partitions: [partition, home] };
    void this.bring(id, partition, sent);
    if (this.chance.percent(5)) void this.bring(id, home, sent);
  }

  private async bring(id: string, partition: number, sent: Sent): Promise<void> {
    const record = { partition, key: null, value: sent.text };
    await this.untilStored(() => this.given.log.append('commands', [record]));
    this.sent.set(id, sent);
  }

  private publishText(name: string, text: string): void {
    const parsed = parseWorkflow(text, taskTypes);
    if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.problems)}\n${text}`);
    const definition = { ...parsed.definition, project: PROJECT };
    const hash = definitionHash(definition);
    const versions = [{ version: 1, definition: hash, publishedAt: BEGINNING }];
    const entries: readonly CatalogEntry[] = [
      { kind: 'definition', hash, definition, source: text },
      { kind: 'workflow', project: PROJECT, workflow: name, versions },
    ];
    for (const value of entries) {
      const record = { partition: 0, key: Catalogue.keyOf(value), value };
      void this.untilStored(() => this.given.log.append('catalog', [record]));
    }
  }

  private async untilStored(store: () => Promise<unknown>): Promise<void> {
    const { timeline } = this.world;
    for (let stored = false; !stored;) {
      stored = await timeline.as(this.given.process, store).then(
        () => true,
        () => false,
      );
      if (!stored) await new Promise<void>((resolve) => timeline.plan(AGAIN_MS, resolve, this.given.process));
    }
  }
}
