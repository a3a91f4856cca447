// stands at: libs/dag/src/run/lint-probe.ts
import { EventLog } from '@millrace/events'; // bites: @nx/enforce-module-boundaries
import { master } from '@millrace/master'; // bites: @nx/enforce-module-boundaries
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries
import { pino } from 'pino'; // bites: @nx/enforce-module-boundaries
import { DataSource } from 'typeorm'; // bites: @nx/enforce-module-boundaries, millrace/driver-home
import { envelope } from '../../../events/src/index.js'; // bites: @nx/enforce-module-boundaries
import { left } from 'not-declared-anywhere'; // bites: @nx/enforce-module-boundaries

export const used = [EventLog, master, Injectable, pino, DataSource, envelope, left];
