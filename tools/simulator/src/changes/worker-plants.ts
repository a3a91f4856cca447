import type { Plant } from './plant.js';

/** Bugs of workers. */
export const workerPlants: readonly Plant[] = [
  {
    name: 'incarnation-not-compared',
    what: 'a worker runs what was sent to its predecessor',
    breaks: 'L35 (B6)',
    changes: [
      {
        file: 'services/worker/dist/intake/dispatch-consumer.js',
        find: 'if (value.incarnation === this.deps.incarnation)\n                this.takeDispatch(value);',
        put: 'this.takeDispatch({ ...value, incarnation: this.deps.incarnation });',
      },
    ],
  },
  {
    name: 'attempts-forgotten',
    what: 'a worker runs an attempt again when its dispatch comes again',
    breaks: 'L38',
    changes: [
      {
        file: 'services/worker/dist/intake/attempt-memory.js',
        find: 'return this.partitions.get(partition)?.seen.get(key)?.attempt;',
        put: 'return undefined;',
      },
    ],
  },
  {
    name: 'reports-not-repeated',
    what: 'a report whose append failed is lost',
    breaks: 'L40',
    changes: [
      {
        file: 'services/worker/dist/reporting/report-publisher.js',
        find: 'await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));',
        put: 'return;',
      },
    ],
  },
  {
    name: 'fence-gives-up',
    what: 'a worker that lost its lease ends where the log does not answer at once',
    breaks: 'L41; a simulation found it in the product',
    changes: [
      {
        file: 'services/worker/dist/worker.service.js',
        find: 'if (!(error instanceof LogError) || !error.retryable)',
        put: '',
      },
    ],
  },
];
