// The long proofs, beyond what `npm test` goes through. First every kind of school and route is
// explored whole and 100,000 random sequences go through the real door, against the plain model;
// then whole runs of the walks follow with one seed after another, until the time is over.
// `npm run prove -- --seed S [--minutes M] [--walks N] [--sequences N]`
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

process.chdir(resolve(import.meta.dirname, '..'));
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    walks: { type: 'string', default: '100' },
    sequences: { type: 'string', default: '100000' },
  },
});
const numbers = Object.entries(values).map(([name, value]) => [name, Number(value)]);
const wrong = numbers.find(([, value]) => !(value > 0));
if (wrong !== undefined) {
  console.error(`--${wrong[0]} must be a number above 0.`);
  process.exit(2);
}
const { seed, minutes, walks, sequences } = Object.fromEntries(numbers);

const until = Date.now() + minutes * 60_000;
prove(['libs/journey/src/explored'], { PROVE_KINDS: 'all' });
console.log('Every two parts that share a gate, for every kind of school and route: explored.');
prove(['libs/cases/src/sequences'], { PROVE_SEED: seed, PROVE_SEQUENCES: sequences });
console.log(`Seed ${seed}: ${sequences} sequences through the door went as the model says.`);

// Kinds of school take the seeds that follow: runs stand far enough apart to share none.
const STRIDE = 1000;
let runs = 0;
do {
  const own = seed + runs * STRIDE;
  prove(['libs/journey/src/walks'], { PROVE_SEED: own, PROVE_WALKS: walks });
  runs += 1;
  console.log(`Seed ${own}: ${walks} walks of every kind of school broke no law.`);
} while (Date.now() < until);
console.log(`${runs} runs of walks, none failed.`);

function prove(specs, settings) {
  const given = Object.entries(settings).map(([name, value]) => [name, String(value)]);
  const run = spawnSync(process.execPath, ['tools/suite.mjs', 'specs', ...specs], {
    env: { ...process.env, ...Object.fromEntries(given) },
    encoding: 'utf8',
  });
  if (run.status === 0) return;
  const under = given.map((one) => one.join('=')).join(' ');
  console.error(`${run.stdout}${run.stderr}\nThe proof failed under ${under}.`);
  process.exit(1);
}
