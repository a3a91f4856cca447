import { describeIssue } from '@millrace/dag';
import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { readFileValues } from './reading/read-file-values.js';
import { readTextFile, tryReadText } from './reading/read-text.js';
import { readVariables } from './reading/read-variables.js';
import { readYaml } from './reading/read-yaml.js';
import { refuseUnknownVariables } from './reading/unknown-variables.js';
import { ProblemList } from './report/problem-list.js';
import { reportIssues } from './report/report-issues.js';
import type { SectionShape } from './schema/shape.js';
import { shapeOfSchema } from './schema/shape-of.js';
import { FoundValues } from './values/found-values.js';
import { slotsOf } from './values/setting-slot.js';

/** Where settings are looked for. */
export interface ConfigSource {
  /** Path of the YAML file, as `--config` names it; without it there are variables only. */
  readonly file?: string | undefined;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Gives the text of a file, of settings or of a secret; throws when it cannot. Without it files are read. */
  readonly readText?: (path: string) => string;
}

/**
 * Reads settings from a YAML file and from variables: `kafka.clientId` is set by `MILLRACE_KAFKA_CLIENT_ID`, in which
 * the items of a list are parted by commas; a secret may also be in a file that a variable ending in `_FILE` names. A
 * variable goes before the file. An empty file sets nothing; an empty variable sets an empty text or list.
 *
 * Throws a ConfigError that lists everything that is wrong: also keys of the file that the schema does not have, and
 * variables that begin like one of its sections and are no setting of it. Throws an Error, which is a mistake in the
 * program, for a schema whose settings could not all be written.
 */
export function loadConfig<S extends z.ZodObject>(schema: S, source: ConfigSource): z.output<S> {
  const { file, env, readText = readTextFile } = source;
  const shape = shapeOfSchema(schema);
  const slots = slotsOf(shape);
  const values = new FoundValues();
  const problems = new ProblemList();
  const fileIsBroken = file !== undefined && !readFile({ file, readText, shape, values, problems });
  readVariables(slots, { env, readText }, values, problems);
  refuseUnknownVariables(env, shape, slots, problems);
  values.addSections(shape);
  const parsed = schema.safeParse(values.root, { error: describeIssue, reportInput: true });
  reportIssues(parsed.error?.issues ?? [], { shape, slots, values, problems, file, fileIsBroken });
  const lines = problems.lines();
  if (lines.length > 0 || !parsed.success) throw new ConfigError(lines);
  return parsed.data;
}

interface FileReading {
  readonly file: string;
  readonly readText: (path: string) => string;
  readonly shape: SectionShape;
  readonly values: FoundValues;
  readonly problems: ProblemList;
}

/** False when nothing could be made of the file. */
function readFile({ file, readText, shape, values, problems }: FileReading): boolean {
  const reading = tryReadText(file, readText);
  if ('problem' in reading) {
    problems.add({ place: file }, reading.problem);
    return false;
  }
  const yaml = readYaml(file, reading.text, problems);
  if (yaml === undefined) return false;
  readFileValues(yaml, shape, values, problems);
  return !values.isBroken([]);
}
