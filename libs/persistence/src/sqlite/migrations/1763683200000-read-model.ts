import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE "run" (
    "id" varchar PRIMARY KEY NOT NULL,
    "project" varchar NOT NULL,
    "workflow" varchar NOT NULL,
    "version" integer NOT NULL,
    "definition" varchar NOT NULL,
    "state" varchar NOT NULL,
    "round" integer NOT NULL,
    "params" text NOT NULL,
    "labels" text NOT NULL,
    "trigger" varchar NOT NULL,
    "priority" varchar NOT NULL,
    "logical_date" bigint NOT NULL,
    "logical_zone" varchar NOT NULL,
    "started_at" bigint NOT NULL,
    "ended_at" bigint,
    "because" text,
    "reason" text,
    "counts" text NOT NULL,
    "home_partition" integer NOT NULL,
    "first_offset" bigint NOT NULL,
    "last_offset" bigint NOT NULL
  )`,
  `CREATE INDEX "run_state" ON "run" ("state", "started_at", "id")`,
  `CREATE INDEX "run_project" ON "run" ("project", "state", "started_at", "id")`,
  `CREATE INDEX "run_workflow" ON "run" ("project", "workflow", "state", "started_at", "id")`,
  `CREATE TABLE "task_run" (
    "run" varchar NOT NULL,
    "task" varchar NOT NULL,
    "state" varchar NOT NULL,
    "allowed" boolean NOT NULL,
    "reason" text,
    "error" text,
    "attempt" integer NOT NULL,
    "outputs" text,
    "queued_at" bigint,
    "started_at" bigint,
    "ended_at" bigint,
    "attempts" text NOT NULL,
    PRIMARY KEY ("run", "task")
  ) WITHOUT ROWID`,
  `CREATE TABLE "fold_state" (
    "log_partition" integer PRIMARY KEY NOT NULL,
    "log_id" varchar NOT NULL,
    "epoch" bigint NOT NULL,
    "nonce" varchar NOT NULL,
    "seq" bigint NOT NULL,
    "next_offset" bigint NOT NULL,
    "next_command" bigint NOT NULL
  )`,
];

const DOWN = ['DROP TABLE "fold_state"', 'DROP TABLE "task_run"', 'DROP TABLE "run"'];

/** The first form: runs, task runs, and where the projection stands. */
export class ReadModel1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
