import type { Plant } from './plant.js';

/** Bugs of what makes the read model. */
export const readerPlants: readonly Plant[] = [
  {
    name: 'reader-not-woken',
    what: 'a read model that had to wait for the log once is not woken any more',
    breaks: 'I8',
    changes: [
      {
        file: 'services/api/dist/projections/projection-loop.js',
        find: 'this.again = undefined;\n            this.wake();',
        put: 'this.wake();',
      },
    ],
  },
  {
    name: 'reader-gives-up',
    what: 'a read model stands still for good where the log does not answer once',
    breaks: 'I8',
    changes: [
      {
        file: 'services/api/dist/projections/projection-loop.js',
        find: 'return error.retryable;',
        put: 'return false;',
      },
    ],
  },
  {
    name: 'rows-not-read-back',
    what: 'rows of runs that go on are not read back after a restart',
    breaks: 'L7',
    changes: [
      {
        file: 'services/api/dist/projections/partition-projection.js',
        find: 'wanted.add(id);',
        put: ';',
      },
    ],
  },
];
