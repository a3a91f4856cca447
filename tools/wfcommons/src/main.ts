import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConvertOptions, RunnableType } from './convert-instance.js';
import { convertInstance } from './convert-instance.js';
import { InstanceError, readInstance } from './instance.js';
import { workflowYaml } from './workflow-yaml.js';

const USAGE = `Makes a workflow file of a traced workflow in WfFormat 1.5.

  main.js FILE [--factor 0.001] [--type noop|shell] [-o out.yaml]

  --factor  what a traced second becomes, in seconds (0.001)
  --type    noop: waits without a process; shell: sleeps in one (noop)
  -o        where to write it (standard output)
`;

class UsageError extends Error {}

interface Arguments {
  readonly file: string;
  readonly out: string | undefined;
  readonly options: ConvertOptions;
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      factor: { type: 'string', default: '0.001' },
      type: { type: 'string', default: 'noop' },
      out: { type: 'string', short: 'o' },
    },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError('Give one file.');
  const factor = Number(values.factor);
  if (!Number.isFinite(factor) || factor < 0)
    throw new UsageError(`--factor is ${values.factor}: give a number from 0 on.`);
  const name = basename(file).replace(/\.json$/, '');
  return { file, out: values.out, options: { name, factor, type: typeOf(values.type) } };
}

function typeOf(text: string): RunnableType {
  if (text === 'noop' || text === 'shell') return text;
  throw new UsageError(`--type is '${text}': give noop or shell.`);
}

function main(): number {
  try {
    const { file, out, options } = readArguments(process.argv.slice(2));
    const text = workflowYaml(convertInstance(readInstance(readFileSync(file, 'utf8')), options));
    if (out === undefined) process.stdout.write(text);
    else writeFileSync(out, text);
    return 0;
  } catch (error) {
    const isTypo = error instanceof TypeError && 'code' in error;
    if (error instanceof UsageError || isTypo) process.stderr.write(`${error.message}\n\n${USAGE}`);
    else if (error instanceof InstanceError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError || isTypo ? 2 : 1;
  }
}

process.exitCode = main();
