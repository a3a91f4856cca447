import { z } from 'zod';
import { pageOf, slug, time } from './common.js';

export const project = z.object({
  name: slug,
  title: z.string().optional(),
  description: z.string().optional(),
  createdAt: time,
});

export const projectList = pageOf(project);

export const putProject = z.strictObject({
  title: z.string().max(200).optional(),
  description: z.string().max(4096).optional(),
});

export type Project = z.infer<typeof project>;
