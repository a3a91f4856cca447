import type { ServerOptions } from '../client/endpoint.js';
import { dataFolder, findEndpoint } from '../client/endpoint.js';
import type { CliContext } from '../context.js';
import { tell } from '../context.js';
import type { Check } from '../doctor/check.js';
import { checkDataFolder, checkDiskSpace, checkNode, checkPort } from '../doctor/check-machine.js';
import { checkClock, checkServer, checkToken } from '../doctor/check-server.js';
import type { ExitCode } from '../exit-codes.js';
import { EXIT } from '../exit-codes.js';
import type { Painter, Style } from '../output/colours.js';
import { neutralise } from '../output/escapes.js';
import type { OutputOptions } from '../output/print.js';
import { printList } from '../output/print.js';

export interface DoctorOptions extends ServerOptions, OutputOptions {
  /** The port to look at, default 8420. */
  readonly port?: number;
}

const DEFAULT_PORT = 8420;
const LOOKS: Readonly<Record<Check['state'], readonly [Style, string]>> = {
  ok: ['green', '✔ ok'],
  warn: ['yellow', '! warning'],
  fail: ['red', '✖ fails'],
};

function stateText(state: Check['state'], paint: Painter): string {
  const [style, text] = LOOKS[state];
  return paint(style, text);
}

async function look(context: CliContext, options: DoctorOptions): Promise<readonly Check[]> {
  const data = dataFolder(context, options.data);
  const endpoint = await findEndpoint(context, options);
  const port = options.port ?? DEFAULT_PORT;
  const server = await checkServer(endpoint);
  const address = endpoint !== undefined && 'url' in endpoint ? new URL(endpoint.url) : undefined;
  const serving = server.reached && address?.port === String(port);
  return [
    checkNode(process.versions.node),
    await checkPort(port, serving),
    await checkDataFolder(data, process.getuid?.()),
    await checkDiskSpace(data),
    checkClock(context.now(), server.date),
    ...server.checks,
    await checkToken(data),
  ];
}

/** Looks at what millrace needs of the machine and of its server. Exit 1 when something fails. */
export async function doctor(context: CliContext, options: DoctorOptions): Promise<ExitCode> {
  const checks = await look(context, options);
  await printList(context, options, {
    page: { checks },
    items: checks,
    columns: (paint) => [
      { title: 'CHECK', cell: ({ name }) => name },
      { title: 'STATE', cell: ({ state }) => stateText(state, paint) },
      { title: 'FOUND', cell: ({ detail }) => neutralise(detail) },
    ],
    name: ({ name, state }) => `${name} ${state}`,
  });
  checks.forEach(({ name, hint }) => {
    if (hint !== undefined) tell(context, `${name}: ${neutralise(hint)}`);
  });
  return checks.some(({ state }) => state === 'fail') ? EXIT.unexpected : EXIT.ok;
}
