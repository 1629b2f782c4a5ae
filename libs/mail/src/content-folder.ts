import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `content/NAME` of this clone, found from the source as well as from what was built of it. */
export function contentFolder(name: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'content', name);
}
