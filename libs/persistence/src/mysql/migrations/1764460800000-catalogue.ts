import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tableOptions } from './table-options.js';

const UP = [
  `CREATE TABLE \`catalogue_head\` (
    \`id\` int NOT NULL,
    \`compared\` tinyint NOT NULL,
    PRIMARY KEY (\`id\`)
  )`,
  `CREATE TABLE \`catalogue_entry\` (
    \`key\` varchar(256) NOT NULL,
    \`value\` longtext NOT NULL,
    PRIMARY KEY (\`key\`)
  )`,
  `CREATE TABLE \`catalogue_outbox\` (
    \`id\` bigint NOT NULL AUTO_INCREMENT,
    \`key\` varchar(256) NOT NULL,
    \`value\` longtext NOT NULL,
    PRIMARY KEY (\`id\`)
  )`,
];

const DOWN = ['catalogue_outbox', 'catalogue_entry', 'catalogue_head'].map(
  (name) => `DROP TABLE \`${name}\``,
);

/** The catalogue, for several processes that publish at once, with its outbox to the log. */
export class Catalogue1764460800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(`${sql} ${tableOptions(runner)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
