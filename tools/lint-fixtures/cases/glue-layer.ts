// stands at: libs/nest-kit/src/lint-probe.ts
import { KafkaEventLog } from '@millrace/events'; // bites: no-restricted-syntax
import { MysqlReadStore } from '@millrace/persistence'; // bites: no-restricted-syntax
import { tasks } from '@millrace/tasks'; // bites: @nx/enforce-module-boundaries
import { master } from '@millrace/master'; // bites: @nx/enforce-module-boundaries
import { DataSource } from 'typeorm'; // bites: @nx/enforce-module-boundaries, millrace/driver-home

export const used = [KafkaEventLog, MysqlReadStore, tasks, master, DataSource];
