// stands at: services/worker/src/lint-probe-injection.ts
// passes: @typescript-eslint/consistent-type-imports, @nx/enforce-module-boundaries
import { EventLog } from '@millrace/events';
import { Injectable } from '@nestjs/common';

@Injectable()
export class Intake {
  constructor(private readonly log: EventLog) {}

  get name(): EventLog {
    return this.log;
  }
}
