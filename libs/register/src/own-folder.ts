import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of this lib that is no code, found from the source as well as from what was built of it. */
export function ownFile(...path: string[]): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'libs', 'register', ...path);
}
