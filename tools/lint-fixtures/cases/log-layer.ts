// stands at: libs/events/src/lint-probe.ts
import { tasks } from '@millrace/tasks'; // bites: @nx/enforce-module-boundaries
import { store } from '@millrace/persistence'; // bites: @nx/enforce-module-boundaries
import { kit } from '@millrace/nest-kit'; // bites: @nx/enforce-module-boundaries
import { api } from '@millrace/api'; // bites: @nx/enforce-module-boundaries
import { routes } from '@millrace/api-contract'; // bites: millrace/shared-library
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries
import { Subject } from 'rxjs'; // bites: @nx/enforce-module-boundaries
import { Kafka } from 'kafkajs'; // bites: millrace/driver-home
import { DatabaseSync } from 'node:sqlite'; // bites: millrace/driver-home

export const lazy = () => import('kafkajs'); // bites: millrace/driver-home
export type { Producer } from 'kafkajs'; // bites: millrace/driver-home
export * from 'mysql2/promise'; // bites: millrace/driver-home
export const used = [tasks, store, kit, api, routes, Injectable, Subject, Kafka, DatabaseSync];
