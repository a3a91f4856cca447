import { describe } from 'vitest';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import { MemoryBlobStore } from './memory-blob-store.js';

describe('MemoryBlobStore', () => {
  blobStoreContract(() => Promise.resolve(new MemoryBlobStore()));
});
