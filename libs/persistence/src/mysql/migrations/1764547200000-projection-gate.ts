import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tableOptions } from './table-options.js';

/** The gate through which commits of projections go, so that a read model can take the place of another. */
export class ProjectionGate1764547200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const table = 'CREATE TABLE `projection_gate` (`id` int NOT NULL, PRIMARY KEY (`id`))';
    await runner.query(`${table} ${tableOptions(runner)}`);
    await runner.query('INSERT INTO `projection_gate` (`id`) VALUES (1)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE `projection_gate`');
  }
}
