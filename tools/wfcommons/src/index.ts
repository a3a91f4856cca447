export { convertInstance } from './convert-instance.js';
export type { ConvertOptions, RunnableType } from './convert-instance.js';
export { InstanceError, readInstance } from './instance.js';
export type { Instance, InstanceTask } from './instance.js';
export { slugOf, uniqueNames } from './legal-names.js';
export { workflowYaml } from './workflow-yaml.js';
export type { WorkflowDocument } from './workflow-yaml.js';
