// Builds what has changed since the last build: the code (nest build) and the style sheet.
// Several processes may ask at once; one builds and the others wait.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const CODE = ['apps', 'libs', 'migrations', 'bench'];
const STYLES = 'apps/web/src/styles';
const PUBLIC = 'dist/apps/web/public';
const LOCK = 'dist/.building';
const LONGEST_BUILD_MS = 120_000;

process.chdir(resolve(import.meta.dirname, '..'));
const parts = [
  { stamp: 'dist/.code', fingerprint: fingerprint(codeFiles()), build: buildCode },
  { stamp: 'dist/.styles', fingerprint: fingerprint(styleFiles()), build: buildStyles },
];

if (stale().length > 0) {
  await takeLock();
  try {
    for (const part of stale()) {
      await part.build();
      writeFileSync(part.stamp, part.fingerprint);
    }
  } catch (error) {
    console.error(`${error.message}\nThe build failed.`);
    process.exitCode = 1;
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function stale() {
  return parts.filter(({ stamp, fingerprint: now }) => read(stamp) !== now);
}

async function buildCode() {
  const nest = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    encoding: 'utf8',
  });
  if (nest.status !== 0) throw new Error(nest.stdout + nest.stderr);
  removeOrphans();
}

/** What was compiled from a file that is gone would still be loaded: a migration, for one. */
function removeOrphans() {
  for (const file of CODE.flatMap((folder) => walk(join('dist', folder)))) {
    const source = file.match(/^dist\/(.*)\.js(\.map)?$/)?.[1];
    if (source && !existsSync(`${source}.ts`)) rmSync(file);
  }
}

/** Typeface and crest belong to the government's own services, and this is none. */
async function buildStyles() {
  const entry = join(STYLES, 'app.scss');
  if (!existsSync(entry)) return;
  const sass = await import('sass');
  const { css } = sass.compile(entry, {
    style: 'compressed',
    loadPaths: ['node_modules'],
    quietDeps: true,
  });
  if (css.includes('GDS Transport')) throw new Error(`${entry} uses GDS Transport.`);
  const withoutCrest = css.replace(/[a-z-]*image:url\([^)]*govuk-crest[^)]*\);?/g, '');
  mkdirSync(PUBLIC, { recursive: true });
  writeFileSync(join(PUBLIC, 'app.css'), withoutCrest);
}

function codeFiles() {
  const code = CODE.flatMap(walk);
  const sources = code.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  return [...sources, 'nest-cli.json', 'tsconfig.json', 'package-lock.json'];
}

function styleFiles() {
  return [...walk(STYLES), 'package-lock.json', 'tools/build.mjs'];
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const found = statSync(file, { throwIfNoEntry: false });
    hash.update(`${file} ${found?.mtimeMs} ${found?.size}\n`);
  }
  return hash.digest('hex');
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function takeLock() {
  mkdirSync('dist', { recursive: true });
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned()) rmSync(LOCK, { force: true });
    else await pause(50);
  }
}

function isAbandoned() {
  const made = statSync(LOCK, { throwIfNoEntry: false });
  if (!made) return false;
  return Date.now() - made.mtimeMs > LONGEST_BUILD_MS || !isAlive(Number(read(LOCK)));
}

function isAlive(pid) {
  if (!pid) return true; // It is just being written.
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
