// Everything that `npm test` leaves, one step after the other; the first that fails ends it.
// node tools/check.mjs types lint = only these steps.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const FOLDERS = ['apps', 'libs', 'migrations', 'bench', 'test', 'tools'];
const present = FOLDERS.filter((folder) => existsSync(join(root, folder)));
const code = present.filter((folder) => folder !== 'tools');

const STEPS = [
  ['lock', 'node', 'tools/complete-lock.mjs', '--check'],
  ['lock', 'npm', 'ci', '--dry-run', '--ignore-scripts', '--loglevel=error'],
  ['format', 'prettier', '--check', '--log-level=warn', '.'],
  ['types', 'node', 'node_modules/typescript-native/bin/tsc', '--noEmit'],
  ['lint', 'oxlint', '--type-aware', '--quiet', ...present],
  ['boundaries', 'depcruise', '--config', '.dependency-cruiser.mjs', ...code],
  ['stories', 'node', 'tools/suite.mjs', 'stories'],
];

const wanted = process.argv.slice(2);
const steps = STEPS.filter(([name]) => wanted.length === 0 || wanted.includes(name));

for (const [name, command, ...args] of steps) {
  const started = Date.now();
  console.log(`${name}: ${[command, ...args].join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: withTools() });
  if (status !== 0) {
    console.error(`${name} failed.`);
    process.exit(1);
  }
  console.log(`${name}: fine (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

function withTools() {
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` };
}
