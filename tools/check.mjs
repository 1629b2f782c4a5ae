// Everything that `npm test` leaves, one step after the other; the first that fails ends it.
// node tools/check.mjs types lint = only these steps.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

process.chdir(resolve(import.meta.dirname, '..'));
const code = ['apps', 'libs', 'migrations', 'bench', 'test'].filter((folder) => existsSync(folder));
const tools = readdirSync('tools');

const STEPS = [
  ['lock', 'node', 'tools/complete-lock.mjs', '--check'],
  ['lock', 'npm', 'ci', '--dry-run', '--ignore-scripts', '--loglevel=error'],
  ['format', 'prettier', '--check', '--log-level=warn', '.'],
  ['types', 'node', 'node_modules/typescript-native/bin/tsc', '--noEmit'],
  ['lint', 'oxlint', '--type-aware', '--quiet', ...code, 'tools'],
  ['boundaries', 'depcruise', '--config', '.dependency-cruiser.mjs', ...code],
  // A tool called generate-… writes a file that is kept; with --check it says whether it is current.
  ...toolsCalled(/^generate-/).map((tool) => ['generated', 'node', tool, '--check']),
  ...toolsCalled(/^plain-english/).map((tool) => ['english', 'node', tool]),
  ['stories', 'node', 'tools/suite.mjs', 'stories'],
];

const wanted = process.argv.slice(2);
const steps = STEPS.filter(([name]) => wanted.length === 0 || wanted.includes(name));
const path = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`;

for (const [name, command, ...args] of steps) {
  const started = Date.now();
  console.log(`${name}: ${[command, ...args].join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (status !== 0) {
    console.error(`${name} failed.`);
    process.exit(1);
  }
  console.log(`${name}: fine (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

function toolsCalled(name) {
  return tools.filter((tool) => name.test(tool)).map((tool) => join('tools', tool));
}
