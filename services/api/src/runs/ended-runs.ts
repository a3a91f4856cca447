import { ReadStore } from '@millrace/persistence';
import { Injectable } from '@nestjs/common';

/** Its master forgets a run that has ended; whoever asks hears that it did, not that there is none. */
@Injectable()
export class EndedRuns {
  constructor(private readonly store: ReadStore) {}

  /**
   * What is to be said of a run that its master does not know; undefined for one that there never was. The read model
   * may be behind: a state in which runs do not end is not said.
   */
  async say(id: string): Promise<string | undefined> {
    const run = await this.store.findRun(id);
    if (!run) return undefined;
    return run.endedAt === null ? `Run ${id} has ended.` : `Run ${id} has ended: it is ${run.state}.`;
  }
}
