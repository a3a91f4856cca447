import type { Setting } from '@millrace/config';
import { describeConfig } from '@millrace/config';
import type { z } from 'zod';
import { code, codeBlock, page, sentence, table } from '../markdown.js';

/** A service and what it can be told. */
export interface ConfiguredService {
  /** As it is named: `master`. */
  readonly title: string;
  readonly schema: z.ZodObject;
}

/** The settings of services in one table. */
export function configPage(services: readonly ConfiguredService[]): string {
  return page('Configuration', [
    'The services of a cluster read their settings from a YAML file, which `--config` names, and from variables. A variable goes before the file. A setting that is wrong, or that there is not, stops the start; the message lists everything that is wrong and where it stands.',
    codeBlock('yaml', 'kafka:\n  brokers: [kafka-1:9092, kafka-2:9092]\n  sessionTimeout: 10s'),
    codeBlock('sh', 'MILLRACE_KAFKA_BROKERS=kafka-1:9092,kafka-2:9092\nMILLRACE_KAFKA_SESSION_TIMEOUT=10s'),
    'In a variable, the items of a list are parted by commas. A duration is `300ms`, `10s`, `5m`, `1h`, `7d`, a sum such as `1h30m`, or a number of milliseconds; a size is `512KiB`, `1MiB`, `2GiB`, or a number of bytes. A secret may be in a file of its own, which a second variable names; a line end after it does not count. Secrets are never shown.',
    'Every service checks all settings that it finds, also those of others, so one file can serve all of them; it requires its own.',
    settingTable(services),
  ]);
}

/** A setting and what it is to each service that has it. */
type SettingOf = ReadonlyMap<string, Setting>;

function settingTable(services: readonly ConfiguredService[]): string {
  const byPath = new Map<string, Map<string, Setting>>();
  for (const { title, schema } of services) {
    for (const setting of describeConfig(schema)) {
      const of = byPath.get(setting.path) ?? new Map<string, Setting>();
      byPath.set(setting.path, of.set(title, setting));
    }
  }
  const rows = [...byPath.values()].flatMap((of) => {
    const [setting] = of.values();
    return setting ? [rowOf(setting, of)] : [];
  });
  return table(['setting', 'variable', 'type', 'default', 'required by', 'meaning'], rows);
}

function rowOf(setting: Setting, of: SettingOf): readonly string[] {
  const variables = [setting.variable, setting.fileVariable].filter((name) => name !== undefined);
  return [
    code(setting.path),
    variables.map(code).join(' or '),
    setting.type,
    defaultCell(of),
    requiredCell(of),
    meaningCell(setting),
  ];
}

function defaultCell(of: SettingOf): string {
  const texts = new Map(
    [...of].flatMap(([title, { default: text }]) => (text === undefined ? [] : [[title, text]])),
  );
  const [first, ...more] = new Set(texts.values());
  if (first === undefined) return 'none';
  if (more.length === 0) return code(first);
  return [...texts].map(([title, text]) => `${title}: ${code(text)}`).join(', ');
}

/** What belongs to an optional section is required with it. */
function requiredCell(of: SettingOf): string {
  const required = [...of].filter(([, setting]) => setting.required);
  const always = required.filter(([, { within }]) => within === undefined).map(([title]) => title);
  if (always.length === of.size) return 'all';
  if (always.length > 0) return always.join(', ');
  const within = required[0]?.[1].within;
  return within === undefined ? '' : `all, with ${code(within)}`;
}

function meaningCell({ description, secret }: Setting): string {
  return [sentence(description), secret ? 'Secret.' : ''].filter(Boolean).join(' ');
}
