import { expect, test } from '@jest/globals';
import { anExtract } from '../../../test/support/extract-file.js';
import { sampleExtracts } from './sample-extracts.js';
import { schoolInExtract } from './school-in-extract.js';

const [schools, groups] = sampleExtracts();

test('a school is read out of an extract without a database, as the register would have it', async () => {
  const { school, refused } = await schoolInExtract(schools!, '100492');
  expect(refused).toEqual([]);
  expect(school).toMatchObject({
    urn: '100492',
    name: "St Thomas' CofE Primary School",
    typeCode: '02',
    dioceseCode: 'CE23',
    religiousEthos: 'Does not apply',
    openDate: null,
    numberOfPupils: 237,
    trustUid: null,
    rest: { 'Gender (name)': 'Mixed' },
  });
});

test('one that the extract does not have is null', async () => {
  expect(await schoolInExtract(schools!, '999999')).toEqual({ school: null, refused: [] });
});

test('a ragged file tells nothing, even of a school in a good row', async () => {
  const file = anExtract([['urn', 'name'], ['100001', 'Oak'], ['100002']]);
  expect(await schoolInExtract(file, '100001')).toEqual({
    school: null,
    refused: [{ row: 3, reason: 'has 1 columns where the header has 2' }],
  });
});

test('a row that the importer would refuse says why', async () => {
  const file = anExtract([
    ['urn', 'name'],
    ['100001', 'Vall\u0439e'],
  ]);
  const { school, refused } = await schoolInExtract(file, '100001');
  expect([school, refused[0]?.row]).toEqual([null, 2]);
});

test('an extract of groups has no schools', async () => {
  const { refused } = await schoolInExtract(groups!, '100001');
  expect(refused[0]?.reason).toBe('is not an extract of schools');
});
