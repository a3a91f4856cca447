export { BlobError } from './blob-error.js';
export type { BlobErrorCode } from './blob-error.js';
export { segmentsOf } from './blob-key.js';
export { BlobStore } from './blob-store.js';
export type { ByteRange } from './blob-store.js';
export { FsBlobStore } from './fs/fs-blob-store.js';
export { LogStore } from './log-store.js';
export type { FollowRequest, LogPage, LogRef, PageRequest, ShownLine } from './log-store.js';
export { MemoryBlobStore } from './memory/memory-blob-store.js';
