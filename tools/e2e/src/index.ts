export { REPOSITORY, StandaloneProcess } from './standalone-process.js';
