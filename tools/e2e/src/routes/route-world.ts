import type { MillraceClient } from '@millrace/api-contract';
import { ApiProbe } from '../api-probe.js';
import { apply, start, untilEnded } from '../client-steps.js';
import { Gate } from '../gate.js';
import { gateOf, GATED } from '../sample-workflows.js';
import type { Column } from '../columns.js';
import type { RunningSystem } from '../running-system.js';

/** A run whose first task waits at a gate. */
export interface GatedRun {
  readonly run: string;
  readonly gate: Gate;
}

/** One server for all routes, and what is done with it before a test looks. */
export class RouteWorld {
  private probing: ApiProbe | undefined;

  private readonly system: RunningSystem;

  constructor(readonly column: Column) {
    this.system = column.create();
  }

  async start(): Promise<void> {
    await this.system.start();
    this.probing = ApiProbe.of(this.system);
  }

  end(): Promise<void> {
    return this.system.remove();
  }

  get probe(): ApiProbe {
    if (this.probing) return this.probing;
    throw new Error('The server of the routes does not run.');
  }

  get client(): MillraceClient {
    return this.probe.client;
  }

  /** Publishes a file and starts a run of it; gives its id. */
  async begin(text: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return start(this.client, await apply(this.client, text), body);
  }

  /** The same, and waits for its end. */
  async ended(text: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const run = await this.begin(text, body);
    await untilEnded(this.client, run);
    return run;
  }

  /** A run that goes on until its gate opens. */
  async gated(text: string = GATED): Promise<GatedRun> {
    const gate = new Gate(this.system.folder);
    return { run: await this.begin(text, gateOf(gate)), gate };
  }
}

/** Ids that no run has: one that could be, one that is no id. */
export const NO_RUN = '0198f000-0000-8001-8000-000000000001';
