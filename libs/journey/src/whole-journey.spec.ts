import { describe, expect, it } from '@jest/globals';
import { aCase, schoolKinds } from '../../../test/support/journey-builder.js';
import { ending } from './snapshot.js';

describe('a school of every kind', () => {
  it.each(schoolKinds)('%s goes the whole way', (kind) => {
    expect(ending(aCase(kind).readyToOpen().opened().snapshot)).toBe('converted');
  });
});
