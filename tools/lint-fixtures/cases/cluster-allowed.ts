// stands at: services/cluster/src/lint-probe.ts
// passes: @nx/enforce-module-boundaries, millrace/no-deep-path, no-restricted-syntax
import { KafkaEventLog } from '@millrace/events/kafka';
import { MasterModule } from '@millrace/master';

export const parts = [KafkaEventLog, MasterModule];
