import { z } from 'zod';
import { scalarSetting, wordSetting } from '../setting-schemas.js';
import type { TaskType } from '../task-type.js';

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const statusPattern = z.union([
  z.int().min(100).max(599),
  z.string().regex(/^[1-5](xx|[0-9][0-9])$/, 'Write a status such as 204, or a class of them such as 2xx.'),
]);

export const httpSettings = z.strictObject({
  request: z
    .strictObject({
      method: wordSetting(HTTP_METHODS).optional().describe('Default GET.'),
      url: z.string().min(1).describe('Where to: http or https.'),
      headers: z.record(z.string(), scalarSetting).optional(),
      query: z
        .record(z.string(), z.union([scalarSetting, z.array(scalarSetting)]))
        .optional()
        .describe('Added to the query of the URL; a list repeats the name.'),
      body: z.unknown().optional().describe('Text is sent as it is, everything else as JSON.'),
    })
    .describe('What to send.'),
  expect: z
    .strictObject({
      status: z
        .array(statusPattern)
        .min(1)
        .optional()
        .describe('Statuses that count as success, default ["2xx"].'),
      bodyContains: scalarSetting.optional().describe('Text that the first 1 MiB of the body must hold.'),
    })
    .optional()
    .describe('When the task has succeeded.'),
});
export type HttpSettings = z.infer<typeof httpSettings>;

export const http: TaskType = {
  type: 'http',
  summary: 'Sends one HTTP request and checks the response.',
  settings: httpSettings,
  codeKeys: [],
  spawns: false,
  executor: async () => (await import('./executor.js')).runHttp,
};
