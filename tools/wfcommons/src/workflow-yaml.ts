import { Document, isMap, isScalar, visit } from 'yaml';

/** A workflow file as plain data; the keys are those of workflow-format §2 and §3. */
export interface WorkflowDocument {
  readonly apiVersion: 'v1';
  readonly kind: 'Workflow';
  readonly name: string;
  readonly description?: string;
  readonly tasks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The file as YAML with one line a task. */
export function workflowYaml(workflow: WorkflowDocument): string {
  const document = new Document(workflow, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_key, pair, path) => {
      const isTask = path.length === 4 && isScalar(pair.key);
      if (isTask && isMap(pair.value)) pair.value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
