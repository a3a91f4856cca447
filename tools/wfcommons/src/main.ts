import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError, endWith, numberFrom, readOptions } from '@millrace/arguments';
import type { ConvertOptions, RunnableType } from './convert-instance.js';
import { convertInstance } from './convert-instance.js';
import { readInstance } from './instance.js';
import { workflowYaml } from './workflow-yaml.js';

const USAGE = `Makes a workflow file of a traced workflow in WfFormat 1.5.

  main.js FILE [--factor 0.001] [--type noop|shell] [-o out.yaml]

  --factor  what a traced second becomes, in seconds (0.001)
  --type    noop: waits without a process; shell: sleeps in one (noop)
  -o        where to write it (standard output)
`;

interface Arguments {
  readonly file: string;
  readonly out: string | undefined;
  readonly options: ConvertOptions;
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = readOptions(args, {
    allowPositionals: true,
    options: {
      factor: { type: 'string', default: '0.001' },
      type: { type: 'string', default: 'noop' },
      out: { type: 'string', short: 'o' },
    },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError('Give one file.');
  const factor = numberFrom(0, 'factor', values.factor);
  const name = basename(file).replace(/\.json$/, '');
  return { file, out: values.out, options: { name, factor, type: typeOf(values.type) } };
}

function typeOf(text: string): RunnableType {
  if (text === 'noop' || text === 'shell') return text;
  throw new UsageError(`--type is '${text}': give noop or shell.`);
}

function main(): number {
  const { file, out, options } = readArguments(process.argv.slice(2));
  const text = workflowYaml(convertInstance(readInstance(readFileSync(file, 'utf8')), options));
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
  return 0;
}

await endWith(main, USAGE);
