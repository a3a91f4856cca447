import { checkBranches } from './check-branches.js';
import type { CheckContext } from './check-context.js';
import { checkDelivery } from './check-delivery.js';
import { checkExpressions } from './check-expressions.js';
import { checkGraph } from './check-graph.js';
import { checkParams } from './check-params.js';
import { checkTemplatePlaces } from './check-template-places.js';

/** What a definition means, all at once: graph, branches, delivery, parameters, expressions. Reports to the sink. */
export function validateDefinition(context: CheckContext): void {
  checkGraph(context);
  checkBranches(context);
  checkDelivery(context);
  checkParams(context);
  checkExpressions(context);
  checkTemplatePlaces(context);
}
