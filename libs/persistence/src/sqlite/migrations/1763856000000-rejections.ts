import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE "rejection" (
    "log_partition" integer NOT NULL,
    "command_offset" bigint NOT NULL,
    "source" varchar,
    "id" varchar,
    "code" varchar NOT NULL,
    "message" text NOT NULL,
    "details" text,
    "decided_at" bigint NOT NULL,
    PRIMARY KEY ("log_partition", "command_offset")
  )`,
  `CREATE INDEX "rejection_command" ON "rejection" ("source", "id")`,
  `CREATE INDEX "rejection_age" ON "rejection" ("log_partition", "decided_at")`,
  // The projection begins anew: what was rejected before must not seem accepted.
  'DELETE FROM "task_run"',
  'DELETE FROM "run"',
  'DELETE FROM "fold_state"',
];

/** Commands that were not accepted. */
export class Rejections1763856000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "rejection"');
  }
}
