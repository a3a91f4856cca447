import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseWorkflow } from '@millrace/dag';
import { taskTypes } from '@millrace/tasks';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from './repository.js';

const FILES = ['*.md', 'docs/**/*.md'].flatMap((pattern) => globSync(pattern, { cwd: REPOSITORY })).sort();
const read = (file: string): string => readFileSync(join(REPOSITORY, file), 'utf8');
const isLocal = (link: string): boolean => !/^[a-z]+:/.test(link);

/** Anchors of the headings of a page, as they are made from their text. */
function anchorsOf(file: string): readonly string[] {
  const headings = [...withoutCode(read(file)).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

function linksOf(file: string): readonly string[] {
  return [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter(isLocal);
}

/** Why a link leads nowhere; undefined when it leads somewhere. */
function brokenLink(file: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  if (!existsSync(resolve(REPOSITORY, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(target).includes(anchor)) return undefined;
  return `${link}: ${target} has no such heading`;
}

/** The workflow files that a page shows. */
function workflowsIn(file: string): readonly string[] {
  const blocks = [...read(file).matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)];
  const texts = blocks.map(([, indent = '', text = '']) =>
    text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
  return texts.filter((text) => text.includes('kind: Workflow'));
}

describe('the documents', () => {
  it.each(FILES)('%s has no link that leads nowhere', (file) => {
    expect(linksOf(file).flatMap((link) => brokenLink(file, link) ?? [])).toEqual([]);
  });

  it.each(FILES.filter((file) => workflowsIn(file).length > 0))(
    '%s shows workflow files that are in order',
    (file) => {
      for (const text of workflowsIn(file))
        expect(parseWorkflow(text, taskTypes)).toMatchObject({ ok: true });
    },
  );
});
