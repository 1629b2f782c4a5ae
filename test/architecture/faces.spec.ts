import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const LIBS = resolve(import.meta.dirname, '../../libs');
const TESTS = resolve(import.meta.dirname, '..');
const MOST_VALUES = 15;
/**
 * The list of acts, and the ground: docs/decisions/0005. The map shows what is law, where a case
 * stands, what may come and what came (docs/decisions/0014).
 */
const MOST_VALUES_OF: Readonly<Record<string, number>> = {
  cases: 44,
  identity: 18,
  journey: 30,
  platform: 30,
};

describe('the face of a lib', () => {
  const faces = readdirSync(LIBS).filter((lib) => existsSync(join(LIBS, lib, 'src/index.ts')));

  it.each(faces)('%s shows few values, each by its name', (lib) => {
    const { values, wildcards } = readFace(readFileSync(join(LIBS, lib, 'src/index.ts'), 'utf8'));

    expect(wildcards).toBe(0);
    expect(values.length).toBeLessThanOrEqual(MOST_VALUES_OF[lib] ?? MOST_VALUES);
  });

  it('has what the scripts of the tests take from it, which no compiler reads', () => {
    const scripts = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.mjs'),
    );
    const taken = scripts.flatMap((file) =>
      [...readFileSync(join(TESTS, file), 'utf8').matchAll(/import \{([^}]*)\} from '#(\w+)'/g)]
        .flatMap(([, names, lib]) => names!.split(',').map((name) => [lib!, name.trim()] as const))
        .filter(([, name]) => name !== ''),
    );
    const lacking = taken.filter(([lib, name]) => {
      const face = readFileSync(join(LIBS, lib, 'src/index.ts'), 'utf8');
      return !readFace(face).values.includes(name);
    });

    expect(taken.length).toBeGreaterThan(5);
    expect(lacking).toEqual([]);
  });

  it('counts values in every form, and no type', () => {
    const face = readFace(`
      export { one, two as second, type Three } from './a.js';
      export type { Four } from './b.js';
      export type * from './c.js';
      export interface Five {}
      export type Six = string;
      export const third = 1, fourth = 2;
      export function fifth() {}
      export class Sixth {}
      const hidden = 1;`);

    expect(face.values).toEqual(['one', 'second', 'third', 'fourth', 'fifth', 'Sixth']);
    expect(face.wildcards).toBe(0);
  });

  it('sees a wildcard, named or not', () => {
    expect(readFace(`export * from './a.js'; export * as b from './b.js';`).wildcards).toBe(2);
  });
});

function readFace(text: string): { values: string[]; wildcards: number } {
  const { statements } = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest);
  const exports = statements.filter(ts.isExportDeclaration);
  const wildcards = exports.filter(({ exportClause, isTypeOnly }) => {
    return !isTypeOnly && (exportClause === undefined || ts.isNamespaceExport(exportClause));
  });
  return { values: statements.flatMap(valuesOf), wildcards: wildcards.length };
}

function valuesOf(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, isTypeOnly } = statement;
    if (isTypeOnly || !exportClause || !ts.isNamedExports(exportClause)) return [];
    return exportClause.elements.filter((it) => !it.isTypeOnly).map(({ name }) => name.text);
  }
  if (ts.isVariableStatement(statement) && isExported(statement)) {
    return statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
  }
  const declares = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return declares && isExported(statement) ? [statement.name?.text ?? 'default'] : [];
}

function isExported(statement: ts.HasModifiers): boolean {
  return (ts.getModifiers(statement) ?? []).some(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
  );
}
