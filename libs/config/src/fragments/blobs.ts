import { z } from 'zod';
import { wholePath } from '../schema/whole-path.js';

/** The section `blobs`: where task logs and files are kept. */
export function blobsConfig() {
  return z.strictObject({
    folder: wholePath().describe(
      'Folder of task logs and files, the same one for every service: a whole path.',
    ),
  });
}
