/**
 * `npm run new -- command|event|task|projection <name>`: writes the files of a new part from `templates/` and adds its
 * line to the register. Everything is checked before anything is written. Docs: README.md beside this file.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import prettier from 'prettier';
import { KINDS } from './kinds.mjs';
import { addRegisterLine } from './register-line.mjs';

const ROOT = resolve(process.env.MILLRACE_GENERATE_INTO ?? join(import.meta.dirname, '../..'));
const MAX_WORDS = 4;

class Refusal extends Error {}

function spellingsOf(kebab) {
  const words = kebab.split('-');
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return { kebab, camel: pascal[0].toLowerCase() + pascal.slice(1), Pascal: pascal, words: words.join(' ') };
}

const fill = (text, spellings) =>
  text.replaceAll(/__(kebab|camel|Pascal|words)__/g, (_, one) => spellings[one]);

function isReserved(identifier) {
  try {
    new Function(`'use strict'; const ${identifier} = 0;`);
    return false;
  } catch {
    return true;
  }
}

function checkName(name, { hint }) {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name ?? '')) {
    throw new Refusal(`A name in lower case with dashes is needed, not "${name ?? ''}". ${hint}`);
  }
  if (name.split('-').length > MAX_WORDS) throw new Refusal(`"${name}" has more than ${MAX_WORDS} words.`);
  if (isReserved(spellingsOf(name).camel)) throw new Refusal(`"${name}" is a word of the language. ${hint}`);
}

function kindOf(kind) {
  const found = Object.hasOwn(KINDS, kind ?? '') ? KINDS[kind] : undefined;
  if (found === undefined) {
    throw new Refusal(`Say what to make: npm run new -- ${Object.keys(KINDS).join('|')} <name>`);
  }
  return found;
}

function templateOf(kind, file) {
  const path = join(import.meta.dirname, 'templates', kind, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new Refusal(
    `There is no template for a ${kind} yet: write tools/generators/templates/${kind}/${file}.`,
  );
}

function checkPlaces(targets, register) {
  if (!existsSync(join(ROOT, register))) throw new Refusal(`There is no register ${register} yet.`);
  const taken = targets.find((target) => existsSync(join(ROOT, target)));
  if (taken !== undefined) throw new Refusal(`${taken} exists already.`);
}

async function formatted(file, text) {
  const options = await prettier.resolveConfig(join(import.meta.dirname, 'new.mjs'));
  return prettier.format(text, { ...options, filepath: file });
}

/** Path and text of everything to be written, the register last. */
async function plan(kind, name) {
  const { files, register, hint } = kindOf(kind);
  checkName(name, { hint });
  const spellings = spellingsOf(name);
  const pairs = Object.entries(files).map(([template, target]) => [template, fill(target, spellings)]);
  checkPlaces(
    pairs.map(([, target]) => target),
    register.file,
  );
  const texts = pairs.map(([template, target]) => [target, fill(templateOf(kind, template), spellings)]);
  const old = readFileSync(join(ROOT, register.file), 'utf8');
  const line = { ...register, import: fill(register.import, spellings) };
  texts.push([register.file, addRegisterLine(old, line, spellings.camel)]);
  return Promise.all(texts.map(async ([file, text]) => [file, await formatted(file, text)]));
}

try {
  const [kind, name] = process.argv.slice(2);
  for (const [file, text] of await plan(kind, name)) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), text);
    console.log(file);
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
