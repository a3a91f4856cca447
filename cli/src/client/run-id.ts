import type { MillraceClient } from '@millrace/api-contract';
import { routes } from '@millrace/api-contract';
import { CliError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';

const RUN_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

function unknownRun(message: string, hint: string): CliError {
  return new CliError(EXIT.notFound, [{ code: 'UNKNOWN_RUN', message, hint }]);
}

/** The id of a run as the user named it: `@latest` is the run that started last. Exit 6 where there is none. */
export async function resolveRunId(client: MillraceClient, given: string): Promise<string> {
  if (given !== '@latest') {
    if (RUN_ID.test(given)) return given.toLowerCase();
    throw unknownRun(
      `'${given}' is not the id of a run.`,
      'Ids stand in: millrace run list. The newest run is @latest.',
    );
  }
  const { items } = await client.call(routes.listRuns, { query: { limit: 1 } });
  const newest = items[0];
  if (newest !== undefined) return newest.id;
  throw unknownRun(
    'There are no runs yet, so there is no @latest.',
    'Start one with: millrace run start WORKFLOW',
  );
}
