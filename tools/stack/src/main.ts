import { endWith } from '@millrace/arguments';
import type { Arguments } from './read-arguments.js';
import { readArguments, USAGE } from './read-arguments.js';
import { Stack } from './stack.js';
import { standingTable } from './standing-table.js';
import type { Standings } from './standing.js';

const stack = new Stack({ tell: (line) => process.stderr.write(`${line}\n`) });

function show(standings: Standings, { parts, json }: Arguments): number {
  process.stdout.write(json ? `${JSON.stringify(standings)}\n` : standingTable(parts, standings));
  return parts.every((name) => standings[name]?.up) ? 0 : 1;
}

async function showLogs({ parts, lines }: Arguments): Promise<number> {
  for (const name of parts) {
    const title = parts.length > 1 ? `== ${name}\n` : '';
    process.stdout.write(`${title}${(await stack.logs(name, lines)).join('\n')}\n`);
  }
  return 0;
}

async function run(args: Arguments): Promise<number> {
  switch (args.command) {
    case 'up':
      return show(await stack.up(args.parts), args);
    case 'status':
      return show(await stack.status(args.parts), args);
    case 'down':
      await stack.down(args.parts, { wipe: args.wipe });
      return 0;
    case 'logs':
      return showLogs(args);
  }
}

async function main(): Promise<number> {
  return run(readArguments(process.argv.slice(2)));
}

await endWith(main, USAGE);
