import { z } from 'zod';
import { attemptFields } from '../task-fields.js';

/** What every report of a worker carries. */
export const reportFields = {
  ...attemptFields,
  incarnation: z.string().describe('of the worker process that reports'),
};
