import { commandRoutes } from './command-routes.js';
import { projectRoutes } from './project-routes.js';
import { projectionRoutes } from './projection-routes.js';
import type { Route } from './route.js';
import { runRoutes } from './run-routes.js';
import { systemRoutes } from './system-routes.js';
import { taskRunRoutes } from './task-run-routes.js';
import { workflowRoutes } from './workflow-routes.js';

/** All routes by operation id. */
export const routes = {
  ...projectRoutes,
  ...workflowRoutes,
  ...runRoutes,
  ...commandRoutes,
  ...taskRunRoutes,
  ...projectionRoutes,
  ...systemRoutes,
} as const;

/** The route table. */
export const routeTable: readonly Route[] = Object.values(routes);

/** The path of a route with its parameters filled in. */
export function pathOf(route: Route, params: Readonly<Record<string, string | number>> = {}): string {
  return route.path.replace(/:([a-z]+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  );
}
