// stands at: libs/blobs/src/lint-probe.ts
import { EventLog } from '@millrace/events'; // bites: @nx/enforce-module-boundaries
import { logger } from '@millrace/logger'; // bites: @nx/enforce-module-boundaries
import { Injectable } from '@nestjs/common'; // bites: @nx/enforce-module-boundaries
import { routes } from '@millrace/api-contract'; // bites: millrace/shared-library
import { Redis } from 'ioredis'; // bites: millrace/driver-home
import { S3Client } from '@aws-sdk/client-s3'; // bites: millrace/driver-home
import { createTransport } from 'nodemailer'; // bites: millrace/driver-home

export const used = [EventLog, logger, Injectable, routes, Redis, S3Client, createTransport];
