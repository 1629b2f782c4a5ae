import { ownFile } from './own-folder.js';

/** The extracts of the small sample that comes with the product: schools, groups, links. */
export function sampleExtracts(): string[] {
  return ['schools.csv', 'groups.csv', 'links.csv'].map((file) => ownFile('sample', file));
}
