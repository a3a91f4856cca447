import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { WholeSource } from '../changes/code-change.js';
import { ROOT } from '../repository.js';
import type { Mutant } from './mutant.js';
import { mutated } from './mutant.js';

/** The compiled file of a mutant. */
export function mutantCode(mutant: Mutant): WholeSource {
  const source = mutated(readFileSync(join(ROOT, mutant.file), 'utf8'), mutant);
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const file = mutant.file.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  return { file, source: outputText };
}
