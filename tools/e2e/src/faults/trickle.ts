import { setTimeout as pass } from 'node:timers/promises';
import type { FaultWorld } from './fault-world.js';

const BETWEEN_MS = 100;

/** Starts a run of a workflow ten times a second, whatever happens to the cluster meanwhile, until it is ended. */
export class Trickle {
  private going = true;
  private readonly sending: Promise<readonly string[]>;

  constructor(
    private readonly world: FaultWorld,
    private readonly workflow: string,
  ) {
    this.sending = this.send();
  }

  /** Gives the runs of all starts, each of which has been accepted. */
  async end(): Promise<readonly string[]> {
    this.going = false;
    return this.sending;
  }

  private async send(): Promise<readonly string[]> {
    const answers: Promise<readonly string[]>[] = [];
    while (this.going) {
      const answer = this.world.startRuns(this.workflow, 1);
      // Told where all are gathered.
      answer.catch(() => undefined);
      answers.push(answer);
      await pass(BETWEEN_MS);
    }
    return (await Promise.all(answers)).flat();
  }
}
