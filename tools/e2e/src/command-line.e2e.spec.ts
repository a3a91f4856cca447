import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onBothColumns } from './columns.js';
import { checkCommands } from './commands/check-commands.contract.js';
import { clientCommands } from './commands/client-commands.contract.js';
import { clusterCommands } from './commands/cluster-commands.contract.js';
import { CommandWorld } from './commands/command-world.js';
import { followCommands } from './commands/follow-commands.contract.js';
import { localCommands } from './commands/local-commands.contract.js';
import { outputForms } from './commands/output-forms.contract.js';
import { projectionCommands } from './commands/projection-commands.contract.js';
import { runCommands } from './commands/run-commands.contract.js';
import { workflowCommands } from './commands/workflow-commands.contract.js';

/** Commands that belong to one way to run it: they make an engine on a data folder, or serve a cluster. */
const STANDALONE_ONLY = ['exec', 'standalone'];
const CLUSTER_ONLY = ['serve', 'topics apply', 'topics diff'];

onBothColumns('every command of the command line', (column) => {
  const world = new CommandWorld(column.create());

  beforeAll(() => world.start());
  afterAll(() => world.end());

  outputForms(world);
  workflowCommands(world);
  runCommands(world);
  followCommands(world);
  clientCommands(world);
  projectionCommands(world);
  checkCommands(world, { cluster: column.name === 'cluster' });
  if (column.name === 'standalone') describe('on a machine with a data folder', () => localCommands(world));
  else describe('where the services run', () => clusterCommands(world));

  it('was typed by these tests', async () => {
    const others = column.name === 'standalone' ? CLUSTER_ONLY : STANDALONE_ONLY;

    expect((await world.millrace.undriven()).toSorted()).toEqual(others);
  });
});
