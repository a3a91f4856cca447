// stands at: cli/src/lint-probe.ts
import { decide } from '@millrace/dag'; // bites: @nx/enforce-module-boundaries
import { EventLog } from '@millrace/events'; // bites: @nx/enforce-module-boundaries
import { standalone } from '@millrace/standalone'; // bites: @nx/enforce-module-boundaries
import { logger } from '@millrace/telemetry'; // bites: millrace/shared-library
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries
import { DatabaseSync } from 'node:sqlite'; // bites: millrace/driver-home

export const used = [decide, EventLog, standalone, logger, Injectable, DatabaseSync];
