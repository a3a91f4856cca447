// stands at: libs/tasks/src/sql/definition.ts
import { EventLog } from '@millrace/events'; // bites: @nx/enforce-module-boundaries
import { worker } from '@millrace/worker'; // bites: @nx/enforce-module-boundaries
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries
import { client } from '@millrace/api-contract'; // bites: millrace/shared-library
import { createPool } from 'mysql2/promise'; // bites: millrace/driver-home
import { spawn } from 'node:child_process'; // bites: millrace/plugin-doors
import { readFile } from 'node:fs/promises'; // bites: millrace/plugin-doors
import { request } from 'https'; // bites: millrace/plugin-doors

export const used = [EventLog, worker, Injectable, client, createPool, spawn, readFile, request];
