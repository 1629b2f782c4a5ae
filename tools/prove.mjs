// The long random proofs: whole runs of the walks with one seed after another, until the time is
// over or a run fails. `npm run prove -- --seed S [--minutes M] [--walks N]`
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

process.chdir(resolve(import.meta.dirname, '..'));
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    walks: { type: 'string', default: '100' },
  },
});
const numbers = Object.entries(values).map(([name, value]) => [name, Number(value)]);
const wrong = numbers.find(([, value]) => !(value > 0));
if (wrong !== undefined) {
  console.error(`--${wrong[0]} must be a number above 0.`);
  process.exit(2);
}
const { seed, minutes, walks } = Object.fromEntries(numbers);

const until = Date.now() + minutes * 60_000;
// Kinds of school take the seeds that follow: runs stand far enough apart to share none.
const STRIDE = 1000;
let runs = 0;
do {
  const own = seed + runs * STRIDE;
  const run = spawnSync(process.execPath, ['tools/suite.mjs', 'specs', 'libs/journey/src/walks'], {
    env: { ...process.env, PROVE_SEED: String(own), PROVE_WALKS: String(walks) },
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    console.error(
      `${run.stdout}${run.stderr}\nThe proof failed with --seed ${own} --walks ${walks}.`,
    );
    process.exit(1);
  }
  runs += 1;
  console.log(`Seed ${own}: ${walks} walks of every kind of school broke no law.`);
} while (Date.now() < until);
console.log(`${runs} runs, none failed.`);
