import { format, resolveConfig } from 'prettier';
import { apiPage } from './pages/api-page.js';
import { commandsAndEventsPage } from './pages/commands-and-events-page.js';
import { lifecyclePage } from './pages/lifecycle-page.js';
import { reliabilityPage } from './pages/reliability-page.js';
import { topicsPage } from './pages/topics-page.js';
import { workflowFilePage, workflowSchemaFile } from './pages/workflow-file-page.js';
import { REPOSITORY } from './repository.js';

/** A page that is made, not written. */
export interface ReferencePage {
  /** Path in the repository. */
  readonly file: string;
  readonly render: () => string | Promise<string>;
}

/** The pages that follow from schemas, registers and recorded results alone. */
export const SCHEMA_PAGES: readonly ReferencePage[] = [
  { file: 'docs/reference/workflow-file.md', render: workflowFilePage },
  { file: 'docs/reference/schemas/workflow.v1.json', render: workflowSchemaFile },
  { file: 'docs/reference/commands-and-events.md', render: commandsAndEventsPage },
  { file: 'docs/reference/topics.md', render: topicsPage },
  { file: 'docs/reference/api.md', render: apiPage },
  { file: 'docs/reference/lifecycle.md', render: lifecyclePage },
  { file: 'docs/explanation/reliability.md', render: reliabilityPage },
];

/** The text of a page as it stands in the repository. */
export async function renderPage({ file, render }: ReferencePage): Promise<string> {
  const options = await resolveConfig(`${REPOSITORY}/${file}`);
  return format(await render(), { ...options, filepath: file });
}
