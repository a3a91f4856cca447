import type { Effect, RunState } from '@millrace/dag';
import { PRIORITIES, dispatchInputs, taskAt } from '@millrace/dag';
import type { DeadLetter, EventLog, Mail, Reply, TaskControl, TaskDispatch } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';
import type { WorkerDirectory } from './worker-directory.js';

/** Where the record of an effect stands. */
export interface EffectPlace {
  readonly partition: number;
  readonly offset: number;
  readonly epoch: number;
  /** Lowest offset of an unfinished attempt of the addressed incarnation (L37). */
  readonly floor: number;
}

/** Sends effects of verified records. Repeating any of them is harmless (L21). */
export class EffectRouter {
  constructor(
    private readonly log: EventLog,
    private readonly workers: WorkerDirectory,
    private readonly logger: Logger,
  ) {}

  dispatch(run: RunState, index: number, place: EffectPlace): void {
    const { node, task } = taskAt(run, index);
    const worker = task.worker && this.workers.byIncarnation(task.worker.incarnation);
    if (!task.worker || !worker) return;
    const { start } = run;
    const message: TaskDispatch = {
      group: node.definition.workerGroup,
      worker: task.worker.worker,
      incarnation: task.worker.incarnation,
      ...place,
      run: {
        id: run.id,
        round: run.round,
        project: start.project,
        workflow: start.workflow,
        logicalDate: start.logicalDate,
        ...(start.scheduledTime === undefined ? {} : { scheduledTime: start.scheduledTime }),
        startedAt: run.startedAt,
        trigger: start.trigger,
        labels: start.labels,
      },
      task: node.name,
      attempt: task.attempt,
      definition: run.graph.hash,
      inputs: dispatchInputs(run, node),
      ...(start.traceparent === undefined ? {} : { traceparent: start.traceparent }),
      priority: [PRIORITIES.indexOf(start.priority), PRIORITIES.indexOf(node.definition.priority)],
    };
    this.send('task-dispatch', worker.lane, task.worker.worker, message);
  }

  stop(run: RunState, partition: number, effect: Extract<Effect, { effect: 'StopTask' }>): void {
    const { node, task } = taskAt(run, effect.task);
    const message: TaskControl = {
      group: node.definition.workerGroup,
      worker: effect.worker.worker,
      incarnation: effect.worker.incarnation,
      partition,
      offset: task.dispatchOffset,
      run: run.id,
      task: node.name,
      attempt: effect.attempt,
      action: 'kill',
      cause: effect.cause,
    };
    this.send('task-control', 0, node.definition.workerGroup, message);
  }

  reply(reply: Reply): void {
    this.send('replies', 0, reply.source, reply);
  }

  mail(mail: Mail): void {
    this.send('mailbox', mail.to, String(mail.to), mail);
  }

  deadLetter(letter: DeadLetter): void {
    this.send('dead-letters', 0, letter.key, letter);
  }

  private send(topic: 'task-dispatch', partition: number, key: string, value: TaskDispatch): void;
  private send(topic: 'task-control', partition: number, key: string, value: TaskControl): void;
  private send(topic: 'mailbox', partition: number, key: string, value: Mail): void;
  private send(topic: 'replies', partition: number, key: string, value: Reply): void;
  private send(topic: 'dead-letters', partition: number, key: string | null, value: DeadLetter): void;
  private send(
    topic: 'task-dispatch' | 'task-control' | 'mailbox' | 'replies' | 'dead-letters',
    partition: number,
    key: string | null,
    value: never,
  ): void {
    this.log.append(topic, [{ partition, key, value }]).catch((error: unknown) => {
      this.logger.error({ topic, error: String(error) }, 'an effect could not be sent; it will be repeated');
    });
  }
}
