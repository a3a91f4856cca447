import { describe } from 'vitest';
import { eventLogContract, openMemoryHarness } from '../../../testing/index.js';

describe('the memory log', () => eventLogContract(openMemoryHarness));
