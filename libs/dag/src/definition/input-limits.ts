/** What a workflow file may be at most. Source: workflow-format, preamble. */
export const INPUT_LIMITS = {
  /** Bytes of UTF-8. */
  bytes: 1024 * 1024,
  aliases: 100,
  /** Values that all aliases together may stand for: what makes an alias bomb harmless. */
  aliasedValues: 100_000,
  /** Levels of lists and maps. */
  depth: 64,
  tasks: 10_000,
  /** Edges of the effective graph: disabled tasks multiply them. */
  edges: 1_000_000,
  /** Syntax errors after which reading stops. */
  syntaxErrors: 100,
  /** Problems that are reported; the rest is counted. */
  problems: 1000,
} as const;
