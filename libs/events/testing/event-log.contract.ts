import { describe } from 'vitest';
import { appendContract } from './append.contract.js';
import type { OpenHarness } from './event-log-harness.js';
import { followContract } from './follow.contract.js';
import { ownershipContract } from './ownership.contract.js';
import { readContract } from './read.contract.js';
import { topicContract } from './topic.contract.js';

/**
 * The suite that every log passes: memory, SQLite, Kafka. It asks for what the protocol needs and no more, and it judges
 * `workflow-events` by the fold: whether a log keeps a zombie's record out or stores it void is the log's own affair.
 */
export function eventLogContract(open: OpenHarness): void {
  describe('appending', () => appendContract(open));
  describe('reading', () => readContract(open));
  describe('following', () => followContract(open));
  describe('kinds of topics', () => topicContract(open));
  describe('owning a partition', () => ownershipContract(open));
}
