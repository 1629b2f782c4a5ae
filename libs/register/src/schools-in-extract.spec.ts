import { expect, test } from '@jest/globals';
import { anExtract } from '../../../test/support/extract-file.js';
import { sampleExtracts } from './sample-extracts.js';
import { schoolsInExtract } from './schools-in-extract.js';
import type { ReadSchool } from './schools-in-extract.js';

const [schools, groups] = sampleExtracts();

async function read(path: string, urn?: string): Promise<readonly ReadSchool[]> {
  const found: ReadSchool[] = [];
  for await (const one of schoolsInExtract(path, urn)) found.push(one);
  return found;
}

test('a school is read out of an extract without a database, as the register would have it', async () => {
  expect(await read(schools!, '100492')).toMatchObject([
    {
      school: {
        urn: '100492',
        name: "St Thomas' CofE Primary School",
        typeCode: '02',
        dioceseCode: 'CE23',
        religiousEthos: 'Does not apply',
        openDate: null,
        numberOfPupils: 237,
        trustUid: null,
        rest: { 'Gender (name)': 'Mixed' },
      },
    },
  ]);
});

test('one that the extract does not have is not there', async () => {
  expect(await read(schools!, '999999')).toEqual([]);
});

test('without a URN every school is read, in the order of the file', async () => {
  const file = anExtract([
    ['urn', 'name'],
    ['100001', 'Oak'],
    ['100002', 'Vall\u0439e'],
    ['100003', 'Ash'],
  ]);
  expect(await read(file)).toMatchObject([
    { row: 2, school: { name: 'Oak', typeCode: null } },
    { row: 3, reason: expect.stringContaining('decoded wrongly') },
    { row: 4, school: { name: 'Ash' } },
  ]);
});

test('a ragged file tells nothing, even of a school in a good row', async () => {
  const file = anExtract([['urn', 'name'], ['100001', 'Oak'], ['100002']]);
  const refused = [{ row: 3, reason: 'has 1 columns where the header has 2' }];

  expect(await read(file, '100001')).toEqual(refused);
  expect(await read(file)).toEqual(refused);
});

test('a row that the importer would refuse says why', async () => {
  const file = anExtract([
    ['urn', 'name'],
    ['100001', 'Vall\u0439e'],
  ]);
  expect(await read(file, '100001')).toMatchObject([{ row: 2 }]);
});

test('an extract of groups has no schools', async () => {
  expect(await read(groups!)).toEqual([{ row: 1, reason: 'is not an extract of schools' }]);
});
