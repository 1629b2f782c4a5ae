// A registry that lacks a platform's binary makes `npm install` leave it out of the lock, and then
// `npm ci` refuses the lock as incomplete. This adds the missing entries; run it after every change
// of a dependency. With --check it only says whether any is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const lockPath = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(lockPath, 'utf8'));

const PLATFORMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

const missing = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!isLocked(path, name)) missing.push({ name, version, dev: entry.dev });
  }
}

if (process.argv.includes('--check')) {
  for (const { name } of missing) console.error(`package-lock.json lacks ${name}`);
  if (missing.length > 0) {
    console.error('Run: node tools/complete-lock.mjs');
    process.exit(1);
  }
} else {
  for (const { name, version, dev } of missing) {
    lock.packages[`node_modules/${name}`] = stub(name, version, dev);
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  );
  writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`);
  console.error(`${missing.length} entries added to package-lock.json`);
}

/** Looks where Node would look: beside the package that asks, then in every folder above it. */
function isLocked(path, name) {
  for (let folder = path; folder !== ''; folder = parentOf(folder)) {
    if (lock.packages[`${folder}/node_modules/${name}`]) return true;
  }
  return lock.packages[`node_modules/${name}`] !== undefined;
}

function parentOf(folder) {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
}

/** The name of such a package says what it is for (`@swc/core-darwin-arm64`), or else nothing needs it. */
function stub(name, version, dev) {
  const words = name.split(/[/_.-]/);
  const os = PLATFORMS.filter((platform) => words.includes(platform));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  return {
    version: version.replace(/^[\^~]/, ''),
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}
