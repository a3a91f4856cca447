// stands at: libs/config/src/lint-probe.ts
import { EventLog } from '@millrace/events'; // bites: @nx/enforce-module-boundaries
import { logger } from '@millrace/telemetry'; // bites: @nx/enforce-module-boundaries, millrace/shared-library
import { decide } from '@millrace/dag'; // bites: millrace/shared-domain
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries

export const used = [EventLog, logger, decide, Injectable];
