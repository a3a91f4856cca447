/** Milliseconds between two looks at the read model: a look costs the API and the database more than in one process. */
export const POLL_MS = 25;
