/** Exit codes of processes that serve (workflow-format §8). */
export const EXIT = { ok: 0, unexpected: 1, usage: 2, conflict: 7 } as const;
