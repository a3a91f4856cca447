import { CatalogueFeed, MemoryEventLog } from '@millrace/events';
import { catalogueLedgerContract } from '../../testing/catalogue-ledger.contract.js';
import { LedgerProcess } from '../../testing/ledger-processes.js';
import { DirectLedger } from './direct-ledger.js';

catalogueLedgerContract('the only process, straight to the log', async () => {
  const log = new MemoryEventLog({ partitions: { P: 1, L: 1 }, clock: () => 0 });
  const feed = new CatalogueFeed(log);
  const process = await new LedgerProcess(new DirectLedger(log, feed), feed).start();
  return { log, processes: [process], close: () => process.close() };
});
