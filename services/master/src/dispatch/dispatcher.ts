import type { TaskRun } from '@millrace/dag';
import { PRIORITIES } from '@millrace/dag';
import type { GraphTask, RunState } from '@millrace/dag';
import type { GroupWait } from '@millrace/registry';
import { DispatchQueue } from './dispatch-queue.js';
import type { WorkerChoice } from './worker-choice.js';
import type { LiveWorker, SlotClass, WorkerDirectory } from './worker-directory.js';

/** A queued task run that waits for a slot. Soft state: judged against the run when its turn comes. */
export interface Offer {
  readonly partition: number;
  readonly run: RunState;
  readonly task: number;
  readonly attempt: number;
}

/** An offer that has got a slot on a worker. */
export interface Assignment {
  readonly offer: Offer;
  readonly worker: LiveWorker;
}

/** What waits for a slot of one class in one group. */
interface GroupQueue {
  readonly group: string;
  readonly slot: SlotClass;
  readonly offers: DispatchQueue<Offer>;
}

/** Gives free slots to waiting task runs, over all partitions of this master; one full group never holds up another. */
export class Dispatcher {
  private readonly queues = new Map<string, GroupQueue>();

  constructor(
    private readonly workers: WorkerDirectory,
    private readonly lightTypes: ReadonlySet<string>,
    private readonly choice: WorkerChoice,
  ) {}

  offer(partition: number, run: RunState, index: number): void {
    const node = run.graph.tasks[index];
    const task = run.tasks[index];
    if (!node || !task) return;
    const { priority, workerGroup, type } = node.definition;
    const slot = this.slotOf(type);
    const key = `${slot}/${workerGroup}`;
    let queue = this.queues.get(key);
    if (!queue) this.queues.set(key, (queue = { group: workerGroup, slot, offers: new DispatchQueue() }));
    const levels = [PRIORITIES.indexOf(run.start.priority), PRIORITIES.indexOf(priority)] as const;
    queue.offers.push(run.id, levels, { partition, run, task: index, attempt: task.attempt });
  }

  /** The next waiting task run for which there is a slot; the slot is taken. */
  next(): Assignment | undefined {
    for (const { group, slot, offers } of this.queues.values()) {
      if (offers.size === 0) continue;
      const worker = this.choice.choose(group, slot);
      const offer = worker && nextValid(offers);
      if (!offer) continue;
      this.workers.count(worker.ref.incarnation, slot, 1);
      return { offer, worker };
    }
    return undefined;
  }

  /** An attempt was dispatched before this master took over: its slot counts. */
  occupy(node: GraphTask, task: TaskRun): void {
    this.count(node, task, 1);
  }

  /** The attempt has ended, or was never dispatched: its slot is free. */
  release(node: GraphTask, incarnation: string): void {
    this.workers.count(incarnation, this.slotOf(node.definition.type), -1);
  }

  /** The assignment came to nothing. */
  giveBack({ run, task }: Offer, { ref }: LiveWorker): void {
    const node = run.graph.tasks[task];
    if (node) this.release(node, ref.incarnation);
  }

  /** The worker process is lost: it is given nothing more. */
  forgetWorker(incarnation: string): void {
    this.workers.forget(incarnation);
  }

  /** Forgets a partition: it is no longer here, or will be restored. Its attempts no longer count. */
  drop(partition: number, runs: Iterable<{ readonly run: RunState }>): void {
    for (const { run } of runs) {
      run.tasks.forEach((task, index) => {
        const node = run.graph.tasks[index];
        if (node && (task.state === 'dispatched' || task.state === 'running')) this.count(node, task, -1);
      });
    }
    for (const { offers } of this.queues.values()) offers.retain((offer) => offer.partition !== partition);
  }

  /** How many task runs wait for a slot, and why, by worker group; groups of which none waits are left out. */
  waiting(): ReadonlyMap<string, GroupWait> {
    const waits = new Map<string, GroupWait>();
    for (const { group, slot, offers } of this.queues.values()) {
      if (offers.size === 0) continue;
      const before = waits.get(group);
      const reason = this.choice.whyNone(group, slot) ?? before?.reason;
      waits.set(group, { count: (before?.count ?? 0) + offers.size, ...(reason && { reason }) });
    }
    return waits;
  }

  private count(node: GraphTask, task: TaskRun, by: 1 | -1): void {
    if (task.worker) this.workers.count(task.worker.incarnation, this.slotOf(node.definition.type), by);
  }

  private slotOf(type: string): SlotClass {
    return this.lightTypes.has(type) ? 'light' : 'process';
  }
}

function nextValid(queue: DispatchQueue<Offer>): Offer | undefined {
  for (let offer = queue.pop(); offer; offer = queue.pop()) {
    const task = offer.run.tasks[offer.task];
    const goes = offer.run.phase === 'running' || offer.run.phase === 'failing';
    if (goes && task?.state === 'queued' && task.attempt === offer.attempt) return offer;
  }
  return undefined;
}
