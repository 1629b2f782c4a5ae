// Builds what has changed since the last build: the code (nest build) and the style sheet.
// Several processes may ask at once; one builds and the others wait.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const CODE = ['apps', 'libs', 'migrations', 'bench'];
const STYLES = 'apps/web/src/styles';
const LOCK_STALE_MS = 120_000;

process.chdir(root);
const parts = [
  { name: 'code', fingerprint: fingerprint(codeFiles()), build: buildCode },
  { name: 'styles', fingerprint: fingerprint(styleFiles()), build: buildStyles },
];
const stale = () => parts.filter((part) => readStamp(part.name) !== part.fingerprint);

if (stale().length > 0) {
  await takeLock();
  try {
    for (const part of stale()) {
      await part.build();
      writeFileSync(stampPath(part.name), part.fingerprint);
    }
  } finally {
    rmSync('dist/.building', { recursive: true, force: true });
  }
}

async function buildCode() {
  const nest = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    encoding: 'utf8',
  });
  if (nest.status !== 0) {
    console.error(nest.stdout + nest.stderr);
    console.error('The code could not be built.');
    process.exitCode = 1;
    rmSync('dist/.building', { recursive: true, force: true });
    process.exit(1);
  }
  removeOrphans();
}

/** What was compiled from a file that is gone would still be loaded: a migration, for one. */
function removeOrphans() {
  for (const file of CODE.flatMap((folder) => walk(join('dist', folder)))) {
    const source = file.match(/^dist\/(.*)\.js(\.map)?$/)?.[1];
    if (source && !existsSync(`${source}.ts`)) rmSync(file);
  }
}

async function buildStyles() {
  const entry = join(STYLES, 'app.scss');
  if (!existsSync(entry)) return;
  const sass = await import('sass');
  const { css } = sass.compile(entry, {
    style: 'compressed',
    loadPaths: ['node_modules'],
    quietDeps: true,
  });
  mkdirSync('dist/apps/web/public', { recursive: true });
  writeFileSync('dist/apps/web/public/app.css', css);
}

function codeFiles() {
  const code = CODE.flatMap(walk).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
  );
  return [...code, 'nest-cli.json', 'tsconfig.json', 'package-lock.json'];
}

function styleFiles() {
  return [...walk(STYLES), 'package-lock.json'];
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function stampPath(name) {
  return join('dist', `.${name}`);
}

function readStamp(name) {
  return existsSync(stampPath(name)) ? readFileSync(stampPath(name), 'utf8') : '';
}

async function takeLock() {
  mkdirSync('dist', { recursive: true });
  for (;;) {
    try {
      mkdirSync('dist/.building');
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const age =
      Date.now() - (statSync('dist/.building', { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOCK_STALE_MS) rmSync('dist/.building', { recursive: true, force: true });
    await pause(100);
  }
}
