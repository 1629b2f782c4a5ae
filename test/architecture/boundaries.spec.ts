import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const TIERS = [
  ['platform'],
  ['jobs', 'register', 'evidence'],
  ['mail', 'law'],
  ['identity'],
  ['governance', 'consents', 'consultation', 'diligence', 'completion'],
  ['cases'],
];
const LIBS = TIERS.flat();

/** Each lib breaks its own rule twice: by looking up (or at the journey) and by looking sideways. */
const LOOKS: [rule: string, file: string, imports: string][] = LIBS.flatMap((lib) => {
  const tier = TIERS.findIndex((libs) => libs.includes(lib));
  const forbidden = LIBS.filter((other) => other !== lib && tierOf(other) >= tier);
  const map = tier < 4 ? ['journey'] : [];
  return [...forbidden, ...map].map((other): [string, string, string] => [
    `${lib}-looks-down-only`,
    `libs/${lib}/src/sees-${other}.ts`,
    `#${other}`,
  ]);
});

const OTHERS: [rule: string, file: string, imports: string][] = [
  ['journey-knows-only-xstate', 'libs/journey/src/reads.ts', 'node:fs'],
  ['journey-knows-only-xstate', 'libs/journey/src/parses.ts', 'zod'],
  ['journey-knows-only-xstate', 'libs/journey/src/acts.ts', '#platform'],
  ['journey-looks-nowhere', 'libs/journey/src/map.spec.ts', '#platform'],
  ['the-plain-model-knows-nothing-of-us', 'test/reference/peeks.ts', '#journey'],
  ['every-lib-has-a-tier', 'libs/helpers/src/index.ts', '#platform'],
  ['libs-know-no-app', 'libs/cases/src/serves.ts', '../../../apps/web/src/main.js'],
  ['only-specs-know-test-support', 'libs/cases/src/tests.ts', '../../../test/support/database.js'],
  ['only-specs-know-test-support', 'apps/web/src/tests.ts', '../../../test/support/database.js'],
  ['apps-stand-apart', 'apps/web/src/works.ts', '../../worker/src/main.js'],
  ['a-lib-shows-only-its-face-to-libs', 'libs/cases/src/reaches.ts', '../../platform/src/inner.js'],
  ['a-lib-shows-only-its-face', 'apps/web/src/reaches.ts', '../../../libs/platform/src/inner.js'],
  ['a-lib-shows-only-its-face', 'test/stories/a.story.ts', '../../libs/platform/src/inner.js'],
  ['a-face-is-imported-by-name', 'apps/web/src/climbs.ts', '../../../libs/platform/src/index.js'],
  ['a-face-is-imported-by-name', 'libs/cases/src/climbs.ts', '../../platform/src/index.js'],
  ['no-cycles', 'libs/cases/src/one.ts', './two.js'],
  ['the-product-runs-without-dev-dependencies', 'libs/cases/src/plays.ts', 'fast-check'],
];

const ALLOWED: [file: string, imports: string][] = [
  ['libs/cases/src/downward.ts', '#platform'],
  ['libs/cases/src/decides.ts', '#journey'],
  ['libs/governance/src/decides.ts', '#journey'],
  ['libs/governance/src/within.ts', './index.js'],
  ['libs/mail/src/downward.ts', '#jobs'],
  ['libs/journey/src/machine.ts', 'xstate'],
  ['libs/journey/src/machine.spec.ts', 'fast-check'],
  ['libs/mail/src/rows.spec.ts', '../../../test/support/database.js'],
  ['apps/web/src/page.ts', '#cases'],
  ['apps/console/src/start.ts', '../../web/src/main.js'],
  ['test/stories/b.story.ts', '#cases'],
];

describe('the boundaries', () => {
  let folder: string;
  let breaches: Set<string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-boundaries-'));
    await plantTree(folder);
    breaches = await cruise(folder);
  }, 60_000);

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each([...LOOKS, ...OTHERS])('%s catches %s importing %s', (rule, file) => {
    expect(breaches).toContain(`${rule} ${file}`);
  });

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect([...breaches].filter((breach) => breach.endsWith(` ${file}`))).toEqual([]);
  });

  it('have a breach planted for every rule', async () => {
    const { default: config } = await import(join(ROOT, '.dependency-cruiser.mjs'));
    const planted = new Set([...LOOKS, ...OTHERS].map(([rule]) => rule));
    // The topmost lib finds nothing beside or above it but the apps, which another rule keeps out.
    const rules = config.forbidden.map(({ name }: { name: string }) => name);
    expect(rules.filter((name: string) => !planted.has(name))).toEqual(['cases-looks-down-only']);
  });

  it('know every lib of this table by a name in package.json and in tsconfig.json', async () => {
    const names = [...LIBS, 'journey'].map((lib) => `#${lib}`).sort();
    const { imports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const { compilerOptions } = JSON.parse(await readFile(join(ROOT, 'tsconfig.json'), 'utf8'));

    expect(Object.keys(imports).sort()).toEqual(names);
    expect(Object.keys(compilerOptions.paths).sort()).toEqual(names);
  });
});

function tierOf(lib: string): number {
  return TIERS.findIndex((libs) => libs.includes(lib));
}

async function plantTree(folder: string): Promise<void> {
  for (const file of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.json']) {
    await cp(join(ROOT, file), join(folder, file));
  }
  const plant = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  for (const lib of [...LIBS, 'journey']) {
    await plant(`libs/${lib}/src/index.ts`, `export const ${lib} = '${lib}';\n`);
  }
  for (const name of ['xstate', 'zod', 'fast-check']) {
    await plant(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    await plant(`node_modules/${name}/index.js`, '');
  }
  await plant('libs/platform/src/inner.ts', 'export const inner = 1;\n');
  await plant('apps/web/src/main.ts', 'export const main = 1;\n');
  await plant('apps/worker/src/main.ts', 'export const main = 1;\n');
  await plant('test/support/database.ts', 'export const database = 1;\n');
  await plant('libs/cases/src/two.ts', "export type { one } from './one.js';\n");
  const planted = [...LOOKS.map(([, ...rest]) => rest), ...OTHERS.map(([, ...rest]) => rest)];
  for (const [file, imports] of [...planted, ...ALLOWED]) {
    await plant(file, `import * as seen from '${imports}';\nexport const one = seen;\n`);
  }
}

/** The breaches found, each as the rule's name and the file. */
async function cruise(folder: string): Promise<Set<string>> {
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const output = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [program, ...args, 'apps', 'libs', 'test'],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      // It exits with the number of breaches.
      (_, stdout) => done(stdout),
    );
  });
  const { summary } = JSON.parse(output) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return new Set(summary.violations.map(({ from, rule }) => `${rule.name} ${from}`));
}
