import type { Effect, RunState } from '@millrace/dag';
import { PRIORITIES, dispatchInputs, taskAt } from '@millrace/dag';
import type {
  DeadLetter,
  EventLog,
  Mail,
  NewRecord,
  Reply,
  ReplyMessage,
  TaskControl,
  TaskDispatch,
} from '@millrace/events';
import { fittingLetter, laneOf } from '@millrace/events';
import type { Logger } from '@millrace/telemetry';
import { EffectOutbox } from './effect-outbox.js';
import type { EffectPlace } from './effect-outbox.js';

/** Where the record of a dispatch stands, and what the worker must know of it. */
export interface DispatchPlace extends EffectPlace {
  readonly epoch: number;
  /** Lowest offset of an unfinished attempt of the addressed incarnation (L37). */
  readonly floor: number;
}

/** Sends effects of verified records. Repeating any of them is harmless (L21). */
export class EffectRouter {
  private readonly outbox: EffectOutbox;

  constructor(log: EventLog, logger: Logger) {
    this.outbox = new EffectOutbox(log, logger);
  }

  dispatch(run: RunState, index: number, place: DispatchPlace): void {
    const { node, task } = taskAt(run, index);
    if (!task.worker) return;
    const { start } = run;
    const { partition, offset, epoch, floor } = place;
    const message: TaskDispatch = {
      group: node.definition.workerGroup,
      worker: task.worker.worker,
      incarnation: task.worker.incarnation,
      partition,
      offset,
      epoch,
      floor,
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
    const { worker } = task.worker;
    this.outbox.send('task-dispatch', { partition: laneOf(worker), key: worker, value: message });
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
    this.outbox.send('task-control', { partition: 0, key: node.definition.workerGroup, value: message });
  }

  /** `of`: the record that asks for it; until it is sent the record counts as not done (L22). */
  reply(reply: Reply, of: EffectPlace): void {
    const message: ReplyMessage = {
      specversion: '1.0',
      id: reply.position,
      source: 'millrace',
      type: reply.accepted ? 'CommandAccepted' : 'CommandRejected',
      ...(reply.run === undefined ? {} : { subject: reply.run }),
      correlationid: reply.id,
      data: reply,
    };
    this.outbox.send('replies', { partition: 0, key: reply.source, value: message }, of);
  }

  mail(mail: Mail): void {
    this.outbox.send('mailbox', { partition: mail.to, key: String(mail.to), value: mail });
  }

  /** `of`: as for `reply`. */
  deadLetter(letter: DeadLetter, of: EffectPlace): void {
    this.outbox.send('dead-letters', recordOf(letter), of);
  }

  /** As `deadLetter`, where the letter has to be made of what stands in the log; undefined: there is none. */
  deadLetterLater(write: () => Promise<DeadLetter | undefined>, of: EffectPlace): void {
    const make = async (): Promise<NewRecord<'dead-letters'> | undefined> => {
      const letter = await write();
      return letter && recordOf(letter);
    };
    this.outbox.send('dead-letters', make, of);
  }

  /** Offset of the first record of the partition with a reply or dead letter that the log does not have yet. */
  firstOpen(partition: number): number | undefined {
    return this.outbox.firstOpen(partition);
  }

  /** Offsets of all such records. */
  openOf(partition: number): readonly number[] {
    return this.outbox.openOf(partition);
  }

  /** Nothing that failed is sent again. */
  close(): void {
    this.outbox.close();
  }
}

function recordOf(letter: DeadLetter): NewRecord<'dead-letters'> {
  const value = fittingLetter(letter);
  return { partition: 0, key: value.key, value };
}
