import { codeWhenWritten } from './output-failure.js';
import { flushed, processContext } from './process-context.js';
import { runCli } from './run-cli.js';

const context = processContext();
const ended = await runCli(process.argv.slice(2), context);
await flushed();
const code = codeWhenWritten(context, ended);
await flushed();
// Connections kept open for further requests must not keep the process.
process.exit(code);
