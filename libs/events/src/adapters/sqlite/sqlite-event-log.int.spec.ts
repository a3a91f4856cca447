import { describe } from 'vitest';
import { durableLogContract, eventLogContract, openSqliteHarness } from '../../../testing/index.js';

describe('the SQLite log', () => {
  eventLogContract(openSqliteHarness);
  durableLogContract(openSqliteHarness);
});
