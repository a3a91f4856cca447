// stands at: libs/telemetry/src/lint-probe.ts
import { EventLog } from '@millrace/events'; // bites: @nx/enforce-module-boundaries
import { routes } from '@millrace/api-contract'; // bites: @nx/enforce-module-boundaries, millrace/shared-library
import { decide } from '@millrace/dag'; // bites: millrace/shared-domain
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries

export const used = [EventLog, routes, decide, Injectable];
