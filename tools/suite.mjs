// Runs one suite of jest: node tools/suite.mjs specs [jest's own arguments or a file's name …]
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const [suite, ...rest] = process.argv.slice(2);
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    suite,
    // A flag must stand between the list above and a file's name.
    '--passWithNoTests',
    ...rest,
  ],
  { cwd: resolve(import.meta.dirname, '..'), stdio: 'inherit' },
);
process.exitCode = jest.status ?? 1;
