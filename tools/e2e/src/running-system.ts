import type { LogSource } from '@millrace/checker';
import type { MillraceClient, Transport } from '@millrace/api-contract';
import type { ReadDatabase } from '@millrace/persistence';

/** How a program comes to the API of a system that runs. */
export interface ApiDoor {
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly token: string;
}

/** A millrace that tests start, end and look into, of whatever processes it consists. */
export interface RunningSystem {
  /** For everything on disk: gates and journals of tests as well. Tasks have it in their environment, services have not. */
  readonly folder: string;
  /** What its processes wrote to their standard error. */
  readonly errors: string;
  /** Undefined until it has started. */
  readonly client: MillraceClient | undefined;
  /** Throws where it has not started. */
  readonly door: ApiDoor;
  /** Variables by which the command line finds it. */
  readonly environment: Readonly<Record<string, string>>;

  /** Starts all processes that do not run and waits until they say that they are ready. */
  start(): Promise<MillraceClient>;

  /** Ends all processes as a crash of the machine would, and waits until they are gone. */
  kill(): Promise<void>;

  /** Asks all processes to end, in order; gives the exit code, of several the first that is not 0. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;

  /** Waits until it has begun to end: what runs may still go on. */
  untilEnding(): Promise<void>;

  /** Its log, for the checker; may be read at any time. */
  openLog(): Promise<LogSource>;

  /** Its read model as it is stored; to be opened while nothing runs. */
  readModel(): ReadDatabase;

  /** Removes the read model; to be called while nothing runs. */
  removeReadModel(): Promise<void>;

  /** Ends what runs, checks that the log keeps its promises, and removes everything. */
  remove(): Promise<void>;
}
