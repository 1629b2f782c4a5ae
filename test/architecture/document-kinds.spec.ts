import { describe, expect, it } from '@jest/globals';
import { content } from '#platform';
import { DOCUMENT_KINDS } from '#evidence';
import { events } from '#journey';

describe('the kinds of document', () => {
  it('that the journey’s events ask for are kinds that the record knows', () => {
    const asked = Object.values(events).flatMap(({ evidence }) =>
      evidence.flatMap(({ kinds }) => [...kinds]),
    );

    expect(asked.filter((kind) => !(DOCUMENT_KINDS as readonly string[]).includes(kind))).toEqual(
      [],
    );
  });

  it('each have words, and no words are left over', () => {
    const words = Object.keys(content<Record<string, string>>('journey/document-kinds'));

    expect(words.toSorted()).toEqual([...DOCUMENT_KINDS].toSorted());
  });
});
