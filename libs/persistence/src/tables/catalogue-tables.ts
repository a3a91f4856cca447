import type { EntitySchemaOptions } from 'typeorm';
import type { StoredEntry, WaitingEntry } from '../catalogue-store.js';
import { id, integer, text } from './column-kinds.js';

/** The one row that whoever changes the catalogue locks. */
export const catalogueHeadTable = {
  name: 'catalogue_head',
  columns: {
    id: { ...integer, primary: true },
    compared: { type: 'boolean' },
  },
} satisfies EntitySchemaOptions<{ readonly id: number; readonly compared: boolean }>;

/** The newest entry of each key. */
export const catalogueEntryTable = {
  name: 'catalogue_entry',
  columns: { key: { ...id, primary: true, update: false }, value: text },
} satisfies EntitySchemaOptions<StoredEntry>;

/** What the log has yet to get, in the order of `id`. */
export const catalogueOutboxTable = {
  name: 'catalogue_outbox',
  columns: { id: { type: 'bigint', primary: true, generated: 'increment' }, key: id, value: text },
} satisfies EntitySchemaOptions<WaitingEntry>;

/** The tables of a catalogue that several processes share. They are no part of the read model and outlive its resets. */
export const CATALOGUE_TABLES = [catalogueHeadTable, catalogueEntryTable, catalogueOutboxTable] as const;
