import { setTimeout as pass } from 'node:timers/promises';
import type { FaultWorld } from './fault-world.js';

const BETWEEN_MS = 100;

/** Starts a run of a workflow ten times a second, whatever happens to the cluster meanwhile, until it is ended. */
export class Trickle {
  private going = true;
  private readonly sending: Promise<readonly string[]>;
  /** Starts to which there was another answer than a run. */
  refused = 0;

  /** `may`: whether starts may be refused; otherwise one that is fails the end. */
  constructor(
    private readonly world: FaultWorld,
    private readonly workflow: string,
    private readonly may?: 'be refused',
  ) {
    this.sending = this.send();
  }

  /** Gives the runs of all starts that were accepted. */
  async end(): Promise<readonly string[]> {
    this.going = false;
    return this.sending;
  }

  private async start(): Promise<readonly string[]> {
    try {
      return await this.world.startRuns(this.workflow, 1);
    } catch (error) {
      if (this.may !== 'be refused') throw error;
      this.refused += 1;
      return [];
    }
  }

  private async send(): Promise<readonly string[]> {
    const answers: Promise<readonly string[]>[] = [];
    while (this.going) {
      const answer = this.start();
      // Told where all are gathered.
      answer.catch(() => undefined);
      answers.push(answer);
      await pass(BETWEEN_MS);
    }
    return (await Promise.all(answers)).flat();
  }
}
