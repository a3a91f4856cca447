import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandWorld } from './commands/command-world.js';
import { followCommands } from './commands/follow-commands.contract.js';
import { localCommands } from './commands/local-commands.contract.js';
import { outputForms } from './commands/output-forms.contract.js';
import { runCommands } from './commands/run-commands.contract.js';
import { workflowCommands } from './commands/workflow-commands.contract.js';

describe('every command of the command line, beside a standalone process', () => {
  const world = new CommandWorld();

  beforeAll(() => world.start());
  afterAll(() => world.end());

  outputForms(world);
  workflowCommands(world);
  runCommands(world);
  followCommands(world);
  localCommands(world);

  it('was typed by these tests', async () => {
    expect(await world.millrace.undriven()).toEqual([]);
  });
});
