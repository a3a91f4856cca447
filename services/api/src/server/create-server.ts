import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiOptions, checkOptions } from '../api-options.js';
import { createAdapter } from '../http/create-adapter.js';
import { protectServer } from '../http/protect-server.js';

/** Any module that imports ApiModule. */
export type RootModule = Parameters<typeof NestFactory.create>[0];

/** The application of a root module that imports ApiModule, ready for requests but not listening. */
export async function createServer(root: RootModule): Promise<NestFastifyApplication> {
  const adapter = createAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  const options = app.get(ApiOptions, { strict: false });
  checkOptions(options);
  protectServer(adapter, options);
  await app.init();
  await adapter.getInstance().ready();
  return app;
}
