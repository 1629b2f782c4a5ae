// Third-party mail under MAIL_CORPUS_DIR, read and compared with what its own authors expect.
// Nothing of it is part of this project, and no rule of the reader names one of its files.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scoreBounces, scoreCrisp, scoreTalon, type CorpusScore } from './mail-corpora.js';

const folder = resolve(process.env['MAIL_CORPUS_DIR'] ?? '../shared/data/mail');
const json = process.argv.includes('--json');
const verbose = process.argv.includes('--verbose');

if (!existsSync(folder)) {
  console.log('skipped: no shared data');
} else {
  const corpora: [string, (path: string) => CorpusScore][] = [
    ['talon', scoreTalon],
    ['crisp', scoreCrisp],
    ['flufl.bounce', scoreBounces],
  ];
  for (const [name, score] of corpora) {
    const path = join(folder, name);
    if (existsSync(path)) print(score(path));
    else console.log(`${name}: skipped: no shared data`);
  }
}

function print({ misses, ...score }: CorpusScore): void {
  if (json) console.log(JSON.stringify(score));
  else {
    const { corpus, cases, exact, lost, leak } = score;
    console.log(`${corpus}: ${cases} cases, exact ${exact}, lost ${lost}, leak ${leak}`);
  }
  if (verbose) for (const miss of misses) console.error(JSON.stringify(miss, undefined, 1));
}
