export { PROGRAM_PAGES } from './program-pages.js';
export { SCHEMA_PAGES, renderPage } from './reference-pages.js';
export type { ReferencePage } from './reference-pages.js';
