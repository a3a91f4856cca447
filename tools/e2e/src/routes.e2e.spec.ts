import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBothColumns } from './columns.js';
import { changeRoutes } from './routes/change-routes.contract.js';
import { commandRoutes } from './routes/command-routes.contract.js';
import { projectionRoutes } from './routes/projection-routes.contract.js';
import { projectRoutes } from './routes/project-routes.contract.js';
import { RouteWorld } from './routes/route-world.js';
import { runRoutes } from './routes/run-routes.contract.js';
import { startRoutes } from './routes/start-routes.contract.js';
import { streamRoutes } from './routes/stream-routes.contract.js';
import { systemRoutes } from './routes/system-routes.contract.js';
import { taskRunRoutes } from './routes/task-run-routes.contract.js';
import { workflowRoutes } from './routes/workflow-routes.contract.js';

/** What the contract names and a server that is well does not answer, each with why. */
const NEVER_HERE = [
  // The gateway makes the ids of runs: none is used twice.
  'startRun ALREADY_STARTED',
  // Nothing is deleted from the log yet.
  'listRunEvents EVENTS_GONE',
  'streamRun EVENTS_GONE',
  // It is told by a server that has not begun; this one says ready only after that.
  'readyz 503',
  'startupz 503',
];

onBothColumns('every route of the API', (column) => {
  const world = new RouteWorld(column);

  beforeAll(() => world.start());
  afterAll(() => world.end());

  systemRoutes(world);
  projectRoutes(world);
  workflowRoutes(world);
  startRoutes(world);
  runRoutes(world);
  changeRoutes(world);
  commandRoutes(world);
  streamRoutes(world);
  taskRunRoutes(world);
  projectionRoutes(world);

  it('was driven by these tests, with every status and every code of its own', () => {
    expect(world.probe.coverage.undriven()).toEqual([]);
    expect(world.probe.coverage.unseen()).toEqual(NEVER_HERE);
  });

  it('answered no code of a problem that the contract does not name', () => {
    expect(world.probe.coverage.unlisted()).toEqual([]);
  });
});
