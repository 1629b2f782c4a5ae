// Installs what package-lock.json asks for, when it differs from what was installed last. It runs
// before every npm script under whatever Node the machine has; the script itself then finds the
// bundled Node in node_modules/.bin. What it prints goes to standard error, so that a command's
// own output stays clean. npm runs it with --installed after every install.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const stampPath = join(root, 'node_modules', '.installed');
const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

if (process.argv.includes('--installed')) {
  checkNode();
  writeFileSync(stampPath, stamp);
} else if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== stamp) {
  install();
}

function install() {
  console.error('Installing packages (about a minute the first time) …');
  // `npm ci` deletes node_modules, and with it the Node that may be running this.
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders.filter((folder) => resolve(folder) !== bin).join(delimiter);
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status === 0) return;
  console.error('The packages could not be installed; npm says why above.');
  process.exit(1);
}

/** No bundled Node is published for some platforms; there the machine's own must be new enough. */
function checkNode() {
  const node = existsSync(join(bin, 'node')) ? join(bin, 'node') : 'node';
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const [major, minor] = version.slice(1).split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 11)) return;
  console.error(`Assent needs Node 24.11 or later and found ${version}: install a later Node.`);
  process.exit(1);
}
