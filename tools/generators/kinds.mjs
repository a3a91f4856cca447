/**
 * What can be generated. `files`: template in `templates/<kind>/` to the file it becomes. `register`: the file that
 * lists all of them, how it imports a new one, and `list`: the text after which the names stand, up to `end`.
 * In all texts __kebab__, __camel__, __Pascal__ and __words__ stand for the name.
 */
export const KINDS = {
  command: {
    files: {
      'command.ts.txt': 'libs/dag/src/run/commands/__kebab__.ts',
      'command.spec.ts.txt': 'libs/dag/src/run/commands/__kebab__.spec.ts',
    },
    register: {
      file: 'libs/dag/src/run/commands/index.ts',
      import: "import { __camel__ } from './__kebab__.js';",
      list: 'const definitions = [',
      end: ']',
    },
    hint: 'Names are imperative: retry-task, pause-run.',
  },
  event: {
    files: {
      'event.ts.txt': 'libs/dag/src/run/events/__kebab__.ts',
      'event.spec.ts.txt': 'libs/dag/src/run/events/__kebab__.spec.ts',
    },
    register: {
      file: 'libs/dag/src/run/events/index.ts',
      import: "import { __camel__ } from './__kebab__.js';",
      list: 'const definitions = [',
      end: ']',
    },
    hint: 'Names say what happened: task-retried, run-paused.',
  },
  task: {
    files: {
      'definition.ts.txt': 'libs/tasks/src/__kebab__/definition.ts',
      'executor.ts.txt': 'libs/tasks/src/__kebab__/executor.ts',
      'executor.spec.ts.txt': 'libs/tasks/src/__kebab__/executor.spec.ts',
      'README.md.txt': 'libs/tasks/src/__kebab__/README.md',
    },
    register: {
      file: 'libs/tasks/src/task-types.ts',
      import: "import { __camel__ } from './__kebab__/definition.js';",
      list: 'const REGISTER = register(',
      end: ')',
    },
    hint: 'Names are those of the workflow file: shell, http.',
  },
  projection: {
    files: { 'projection.ts.txt': 'services/api/src/projections/__kebab__.projection.ts' },
    register: {
      file: 'services/api/src/projections/index.ts',
      import: "import { __camel__ } from './__kebab__.projection.js';",
      list: 'const projections: readonly Projection[] = [',
      end: ']',
    },
    hint: 'Names say what the rows are: run-list.',
  },
};
