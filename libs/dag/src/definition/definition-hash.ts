import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.js';
import type { WorkflowDefinition } from './workflow-definition.js';

/**
 * SHA-256, hexadecimal, of the definition's canonical JSON: equal for files that mean the same. Comments, the order of
 * keys and written-out defaults do not count; the order of lists (`needs`, `cases`) does.
 */
export function definitionHash(definition: WorkflowDefinition): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(definition))));
}
