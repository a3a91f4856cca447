/**
 * Compiles every package to its dist/, copies what is not TypeScript beside it (SQL migrations, pages), and writes
 * .build/stamp. The stamp bears the time at which the build began, so that an edit during the build makes it stale.
 */
import { cpSync, globSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT, runNode } from './steps.mjs';

const NOT_ASSETS = /\.(ts|md)$/;

function copyAssets(packageDir) {
  const source = join(packageDir, 'src');
  const files = globSync('**/*', { cwd: source }).filter((file) => statSync(join(source, file)).isFile());
  for (const file of files.filter((name) => !NOT_ASSETS.test(basename(name)))) {
    cpSync(join(source, file), join(packageDir, 'dist', file));
  }
}

const began = new Date();
const { references } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
const { ok, output } = await runNode(['node_modules/typescript/bin/tsc', '-b', ...process.argv.slice(2)]);

if (ok) {
  references.forEach(({ path }) => copyAssets(join(ROOT, path)));
  const stamp = join(ROOT, '.build/stamp');
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
} else {
  process.stdout.write(output);
  process.exitCode = 1;
}
