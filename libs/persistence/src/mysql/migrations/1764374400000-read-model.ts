import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tableOptions } from './table-options.js';

const UP = [
  `CREATE TABLE \`run\` (
    \`id\` varchar(256) NOT NULL,
    \`project\` varchar(127) NOT NULL,
    \`workflow\` varchar(127) NOT NULL,
    \`version\` int NOT NULL,
    \`definition\` longtext NOT NULL,
    \`state\` varchar(32) NOT NULL,
    \`round\` int NOT NULL,
    \`params\` longtext NOT NULL,
    \`labels\` longtext NOT NULL,
    \`trigger\` longtext NOT NULL,
    \`priority\` longtext NOT NULL,
    \`logical_date\` bigint NOT NULL,
    \`logical_zone\` longtext NOT NULL,
    \`started_at\` bigint NOT NULL,
    \`ended_at\` bigint NULL,
    \`because\` longtext NULL,
    \`reason\` longtext NULL,
    \`counts\` longtext NOT NULL,
    \`home_partition\` int NOT NULL,
    \`first_offset\` bigint NOT NULL,
    \`last_offset\` bigint NOT NULL,
    PRIMARY KEY (\`id\`),
    INDEX \`run_state\` (\`state\`, \`started_at\`, \`id\`),
    INDEX \`run_project\` (\`project\`, \`state\`, \`started_at\`, \`id\`),
    INDEX \`run_workflow\` (\`project\`, \`workflow\`, \`state\`, \`started_at\`, \`id\`)
  )`,
  `CREATE TABLE \`task_run\` (
    \`run\` varchar(256) NOT NULL,
    \`task\` varchar(127) NOT NULL,
    \`state\` varchar(32) NOT NULL,
    \`allowed\` tinyint NOT NULL,
    \`reason\` longtext NULL,
    \`error\` longtext NULL,
    \`attempt\` int NOT NULL,
    \`outputs\` longtext NULL,
    \`queued_at\` bigint NULL,
    \`started_at\` bigint NULL,
    \`ended_at\` bigint NULL,
    \`attempts\` longtext NOT NULL,
    PRIMARY KEY (\`run\`, \`task\`)
  )`,
  `CREATE TABLE \`rejection\` (
    \`log_partition\` int NOT NULL,
    \`command_offset\` bigint NOT NULL,
    \`source\` varchar(256) NULL,
    \`id\` varchar(256) NULL,
    \`code\` longtext NOT NULL,
    \`message\` longtext NOT NULL,
    \`details\` longtext NULL,
    \`decided_at\` bigint NOT NULL,
    PRIMARY KEY (\`log_partition\`, \`command_offset\`),
    INDEX \`rejection_command\` (\`source\`, \`id\`),
    INDEX \`rejection_age\` (\`log_partition\`, \`decided_at\`)
  )`,
  `CREATE TABLE \`fold_state\` (
    \`log_partition\` int NOT NULL,
    \`log_id\` longtext NOT NULL,
    \`epoch\` bigint NOT NULL,
    \`nonce\` longtext NOT NULL,
    \`seq\` bigint NOT NULL,
    \`next_offset\` bigint NOT NULL,
    \`next_command\` bigint NOT NULL,
    PRIMARY KEY (\`log_partition\`)
  )`,
];

const DOWN = ['fold_state', 'rejection', 'task_run', 'run'].map((name) => `DROP TABLE \`${name}\``);

/** The first form: runs, task runs, commands that were not accepted, and where the projection stands. */
export class ReadModel1764374400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(`${sql} ${tableOptions(runner)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
