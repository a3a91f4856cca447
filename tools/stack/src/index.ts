export type { PartName, StackEndpoints } from './parts/part.js';
export type { FoundStack, MissingStack } from './stack-endpoints.js';
export { stackEndpoints } from './stack-endpoints.js';
