import { flushed, processContext } from './process-context.js';
import { runCli } from './run-cli.js';

const code = await runCli(process.argv.slice(2), processContext());
await flushed();
// Connections kept open for further requests must not keep the process.
process.exit(code);
