import { describeWithStack } from '@millrace/testing';
import { afterEach, beforeEach } from 'vitest';
import type { MysqlSchema } from '../../testing/mysql-schema.js';
import { makeMysqlSchema } from '../../testing/mysql-schema.js';
import { readStoreContract } from '../../testing/read-store.contract.js';
import { READ_DATABASES } from '../read-databases.js';

describeWithStack('MySQL or MariaDB', ['database'], ({ database }) => {
  let schema: MysqlSchema;

  beforeEach(async () => {
    schema = await makeMysqlSchema(database);
  });

  afterEach(() => schema.drop());

  readStoreContract('mysql', async () => {
    const model = READ_DATABASES.mysql(schema.settings);
    const reads = await model.openReadStore();
    const writes = await model.openProjectionStore();
    return {
      reads,
      writes,
      close: async () => {
        await writes.close();
        await reads.close();
      },
    };
  });
});
