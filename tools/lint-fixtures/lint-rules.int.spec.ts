import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { lintCases, programOf, REPOSITORY } from './lint-cases.js';
import type { LintCase } from './lint-cases.js';

const cases = lintCases();
let eslint: ESLint;

beforeAll(() => {
  eslint = new ESLint({
    cwd: REPOSITORY,
    overrideConfig: { languageOptions: { parserOptions: { programs: [programOf(cases)] } } },
  });
});

interface Finding {
  readonly rule: string | null;
  readonly line: number;
  readonly message: string;
}

async function findingsOf({ path, text }: LintCase): Promise<Finding[]> {
  const [result] = await eslint.lintText(text, { filePath: path });
  return (result?.messages ?? []).map(({ ruleId, line, message }) => ({ rule: ruleId, line, message }));
}

describe.each(cases)('$name', (lintCase) => {
  let findings: Finding[];

  beforeAll(async () => {
    findings = await findingsOf(lintCase);
  });

  it('can be parsed', () => {
    expect(findings.filter(({ message }) => message.startsWith('Parsing error'))).toEqual([]);
  });

  it.each(lintCase.bites)('is bitten by $rule on line $line', ({ rule, line }) => {
    const expected = line === 0 ? { rule } : { rule, line };

    expect(findings).toContainEqual(expect.objectContaining(expected));
  });

  it.each(lintCase.passes)('is let through by %s', (rule) => {
    expect(findings.filter((finding) => finding.rule === rule)).toEqual([]);
  });
});

async function enabledRules(): Promise<Set<string>> {
  const configs = await Promise.all(cases.map(async ({ path }) => rulesAt(path)));
  return new Set(configs.flatMap((rules) => Object.keys(rules).filter((rule) => rules[rule]?.[0] === 2)));
}

async function rulesAt(path: string): Promise<Record<string, readonly unknown[]>> {
  const config = (await eslint.calculateConfigForFile(path)) as { rules: Record<string, unknown[]> };
  return config.rules;
}

describe('the lint configuration', () => {
  it('has a biting case for every rule that is not from a preset', async () => {
    const preset = tseslint.configs.recommendedTypeChecked.flatMap(({ rules }) => Object.keys(rules ?? {}));
    const proven = new Set([...preset, ...cases.flatMap(({ bites }) => bites.map(({ rule }) => rule))]);

    expect([...(await enabledRules())].filter((rule) => !proven.has(rule))).toEqual([]);
  });

  it('knows every rule that a case says it passes', async () => {
    const enabled = await enabledRules();

    expect(cases.flatMap(({ passes }) => passes).filter((rule) => !enabled.has(rule))).toEqual([]);
  });
});
