import type { Setting } from '@millrace/config';
import { describeConfig } from '@millrace/config';
import type { z } from 'zod';
import { code, codeBlock, page, sentence, table } from '../markdown.js';

/** A service and what it can be told. */
export interface ConfiguredService {
  /** The heading: `Master`. */
  readonly title: string;
  readonly schema: z.ZodObject;
}

/** The settings of services, a table for each. */
export function configPage(services: readonly ConfiguredService[]): string {
  return page('Configuration', [
    'The services of a cluster read their settings from a YAML file, which `--config` names, and from variables. A variable goes before the file. A setting that is wrong, or that there is not, stops the start; the message lists everything that is wrong and where it stands.',
    codeBlock('yaml', 'kafka:\n  brokers: [kafka-1:9092, kafka-2:9092]\n  sessionTimeout: 10s'),
    codeBlock('sh', 'MILLRACE_KAFKA_BROKERS=kafka-1:9092,kafka-2:9092\nMILLRACE_KAFKA_SESSION_TIMEOUT=10s'),
    'In a variable, the items of a list are parted by commas. A duration is `300ms`, `10s`, `5m`, `1h`, `7d`, a sum such as `1h30m`, or a number of milliseconds; a size is `512KiB`, `1MiB`, `2GiB`, or a number of bytes. A secret may be in a file of its own, which a second variable names; a line end after it does not count. Secrets are never shown.',
    ...services.flatMap(({ title, schema }) => [`## ${title}`, settingTable(describeConfig(schema))]),
  ]);
}

function settingTable(settings: readonly Setting[]): string {
  const rows = settings.map((setting) => [
    code(setting.path),
    [setting.variable, setting.fileVariable]
      .filter((name) => name !== undefined)
      .map(code)
      .join(' or '),
    setting.type,
    defaultCell(setting),
    meaningCell(setting),
  ]);
  return table(['setting', 'variable', 'type', 'default', 'meaning'], rows);
}

function defaultCell({ required, within, default: text }: Setting): string {
  if (text !== undefined) return code(text);
  if (!required) return 'none';
  return within === undefined ? 'required' : `required with ${code(within)}`;
}

function meaningCell({ description, secret }: Setting): string {
  return [sentence(description), secret ? 'Secret.' : ''].filter(Boolean).join(' ');
}
