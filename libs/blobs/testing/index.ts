export { blobStoreContract } from './blob-store.contract.js';
