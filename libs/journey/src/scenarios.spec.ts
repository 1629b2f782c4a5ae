import { describe, expect, it } from '@jest/globals';
import {
  aCase,
  anEvent,
  anotherTrust,
  aVote,
  lost,
} from '../../../test/support/journey-builder.js';
import { carried } from './journey.setup.js';
import { correct, replay } from './replay.js';
import { quorumOf } from './rules/board-meetings.js';
import { ending } from './snapshot.js';
import { tasks } from './tasks.js';

/** The acceptance scenarios of the domain, by their numbers, as far as the pure journey goes. */

const apply = anEvent('application.submitted');
const agree = anEvent('funding-agreement.signed');
const open = anEvent('school.opened');
const final = aVote({ purpose: 'final' });
const anglican = 'voluntary-controlled-church-of-england';

describe('order and consultation', () => {
  it('1: a chair may apply before the consultation, and is warned', () => {
    const story = aCase('community')
      .withTrust()
      .withEquality()
      .withResolutionToApply()
      .withTrustConsent();

    expect(story.blocks(apply)).toEqual([]);
    expect(story.warns(apply)).toEqual(['R22', 'R79']);
    expect(story.applied().regions.dfe).toBe('applied');
  });

  it('2: no final decision while the consultation is open', () => {
    const story = aCase().withTrust().withResolutionToApply().consulting();
    const thursday = aVote({ purpose: 'final', on: '2026-12-03' });

    expect(story.blocks(thursday)).toEqual(['R9']);
    expect(() => story.with(thursday)).toThrow('R9');
  });

  it('3: the consultation closes at its instant and not a moment before', () => {
    const launched = { on: '2026-10-01', closesAt: '2026-10-25T17:00:00Z' };
    const story = aCase().withTrust().with(anEvent('consultation.launched', launched));
    const closed = anEvent('consultation.closed');

    expect(story.blocks(closed, 'system', '2026-10-25T16:59:59.999Z')).toEqual(['R26']);
    expect(story.blocks(closed, 'system', '2026-10-25T17:00:00.000Z')).toEqual([]);
  });

  it('4: an order made before the consultation ended is no violation', () => {
    const story = aCase('community')
      .withTrust()
      .withResolutionToApply()
      .withTrustConsent()
      .consulting()
      .applied()
      .ordered()
      .with(anEvent('consultation.closed'))
      .with(anEvent('consultation.reported'))
      .withFinalDecision()
      .withDocuments();

    expect(story.blocks(agree)).toEqual([]);
  });

  it('5: no funding agreement while the consultation is incomplete', () => {
    const story = aCase('community')
      .withTrust()
      .withResolutionToApply()
      .withTrustConsent()
      .consulting()
      .applied()
      .ordered()
      .withDocuments();

    expect(story.blocks(agree)).toEqual(['R10', 'R12']);
  });

  it('8: a report tabled at the meeting stops the decision, unless the chair directed urgency', () => {
    const story = aCase().withTrust().withResolutionToApply().withConsultationReported();
    const tabled = { clearDays: 8, withPapers: false, urgency: false };

    expect(story.blocks({ ...final, notice: tabled })).toEqual(['R15']);
    expect(story.blocks({ ...final, papers: [] })).toEqual(['R9a']);
    expect(story.blocks({ ...final, notice: { ...tabled, urgency: true } })).toEqual([]);
  });

  it('11: another trust starts the consultation, the consents and the resolutions again', () => {
    const story = aCase(anglican)
      .withTrust()
      .withConsents()
      .withResolutionToApply()
      .consulting()
      .with(anEvent('trust.chosen', { trust: anotherTrust }));

    expect(story.regions).toMatchObject({ board: 'undecided', consultation: 'planned' });
    expect(story.snapshot.consents['trustee']?.value).toBe('superseded');
    expect(story.blocks(aVote({ trust: '5143' }))).toEqual(['R5b']);
    expect(story.explain(anEvent('consultation.closed')).inPlace).toBe(false);
  });

  it('11: after the application the trust is fixed', () => {
    const story = aCase(anglican).readyToApply().applied();
    const other = anEvent('trust.chosen', { trust: anotherTrust });

    expect(story.explain(other).inPlace).toBe(false);
    expect(() => story.with(other)).toThrow('refused');
  });
});

describe('board procedure', () => {
  const story = aCase().withTrust();

  it('16: with 13 in post, six are no quorum', () => {
    expect(quorumOf(13)).toBe(7);
    expect(story.blocks(aVote({ inPost: 13, present: 6, withdrew: 0, votes: all(6) }))).toEqual([
      'R16',
    ]);
  });

  it('17: governors who withdrew do not count towards the quorum', () => {
    expect(story.blocks(aVote({ inPost: 12, present: 7, withdrew: 2, votes: all(5) }))).toEqual([
      'R16',
    ]);
    expect(story.blocks(aVote({ inPost: 12, present: 8, withdrew: 2, votes: all(6) }))).toEqual([]);
  });

  it.each([
    ['for', 'resolvedToApply'],
    ['against', 'refused'],
    [null, 'refused'],
  ] as const)('18: on equal votes the casting vote %s decides: %s', (casting, state) => {
    const votes = { for: 4, against: 4, abstained: 0, casting };

    expect(carried(votes)).toBe(state === 'resolvedToApply');
    expect(aCase().withTrust().with(aVote({ votes })).regions.board).toBe(state);
  });

  it('20: seven clear days, counted without both ends', () => {
    const notice = { withPapers: true, urgency: false };

    expect(story.blocks(aVote({ notice: { ...notice, clearDays: 6 } }))).toEqual(['R15']);
    expect(story.blocks(aVote({ notice: { ...notice, clearDays: 7 } }))).toEqual([]);
  });

  it('21: the chair may direct shorter notice for urgency', () => {
    const notice = { clearDays: 1, withPapers: true, urgency: true };
    const asked = aCase().withTrust().with(aVote({ notice }));

    expect(asked.regions.board).toBe('resolvedToApply');
    expect(asked.snapshot.case.context.resolvedToApply?.notice.urgency).toBe(true);
  });

  it('24: a committee cannot resolve to apply', () => {
    expect(story.blocks(aVote({ fullBoard: false }))).toEqual(['R5a']);
  });

  it('26: a lost vote is a refusal, and another meeting may vote again', () => {
    const refused = aCase()
      .withTrust()
      .with(aVote({ votes: lost }));

    expect(refused.regions.board).toBe('refused');
    expect(refused.blocks(apply)).toContain('R5');
    expect(refused.with(aVote({ meeting: 'another' })).regions.board).toBe('resolvedToApply');
  });

  it('a final decision against stops the funding agreement until the board decides again', () => {
    const against = aCase()
      .readyToApply()
      .applied()
      .ordered()
      .with({ ...final, votes: lost, meeting: 'an earlier one' })
      .withDocuments();

    expect(against.blocks(agree)).toEqual(['R10']);
    expect(against.withFinalDecision().blocks(agree)).toEqual([]);
  });
});

describe('consents', () => {
  it('27: a voluntary controlled Church of England school needs three, and its staff are the authority’s', () => {
    const { duties } = aCase(anglican);

    expect(duties.mustConsent.map(({ capacity }) => capacity)).toEqual([
      'trustee',
      'foundation-governor-appointer',
      'diocesan-authority',
    ]);
    expect(duties.employer).toBe('local-authority');
  });

  it('28: the diocesan board’s consent does not stand for the trustees’', () => {
    const story = aCase(anglican)
      .withTrust()
      .withFoundationConsulted()
      .withConsents({ without: ['trustee'] })
      .withResolutionToApply()
      .withTrustConsent();

    expect(story.blocks(apply)).toEqual(['R2']);
  });

  it('29: a condition due before the application stops it, a later one stops its own gate', () => {
    const before = [{ id: 'articles', due: 'application' as const }];
    const later = [{ id: 'members', due: 'funding-agreement' as const }];
    const last = [{ id: 'plaque', due: 'opening' as const }];
    const story = aCase(anglican)
      .withTrust()
      .withFoundationConsulted()
      .withConsentOf('trustee', before)
      .withConsentOf('diocesan-authority', later)
      .withConsentOf('foundation-governor-appointer', last)
      .withResolutionToApply()
      .withTrustConsent()
      .withConsultationReported();
    expect(story.blocks(apply)).toEqual(['R2']);

    const metBy = (consent: string, condition: string) =>
      anEvent('consent.condition-met', { consent, condition });
    story
      .with(metBy('trustee', 'articles'))
      .applied()
      .ordered()
      .withFinalDecision()
      .withDocuments();
    expect(story.blocks(agree)).toEqual(['R4']);

    story.with(metBy('diocesan-authority', 'members')).agreed().withTupe().dated().insured();
    expect(story.withConditionsMet().blocks(open)).toEqual(['R3']);
    expect(story.with(metBy('foundation-governor-appointer', 'plaque')).blocks(open)).toEqual([]);
  });

  it('30: consent withdrawn after the application stops the funding agreement until it is given anew', () => {
    const story = aCase(anglican)
      .readyToApply()
      .applied()
      .with(anEvent('consent.withdrawn', { consent: 'trustee' }))
      .ordered()
      .withFinalDecision()
      .withDocuments();

    expect(story.blocks(agree)).toEqual(['R2']);
    expect(story.withConsentOf('trustee').blocks(agree)).toEqual([]);
    expect(story.record.map(({ event }) => event.type)).toContain('consent.withdrawn');
  });

  it('31: consent cannot be withdrawn from a school that has opened', () => {
    const story = aCase(anglican).readyToOpen().opened();
    expect(story.explain(anEvent('consent.withdrawn', { consent: 'trustee' })).inPlace).toBe(false);
  });

  it('32: a parish council that appoints a governor must consent too', () => {
    const appointer = (name: string) => ({
      capacity: 'foundation-governor-appointer' as const,
      body: { kind: 'appointing-body' as const, code: null, name },
    });
    const story = aCase(anglican, { bodies: [appointer('The bishop'), appointer('The parish')] });
    expect(Object.keys(story.snapshot.consents)).toContain('foundation-governor-appointer-2');

    story.withTrust().withConsents({ without: ['foundation-governor-appointer-2'] });
    expect(story.blocks(apply)).toContain('R3');
  });

  it('33: bodies of two churches both consent', () => {
    const story = aCase(anglican, {
      bodies: [
        {
          capacity: 'religious-body',
          body: { kind: 'religious-body', code: null, name: 'The Methodist Church' },
        },
      ],
    }).withTrust();

    story.withConsents({ without: ['religious-body'] });
    expect(story.blocks(apply)).toContain('R4a');
    expect(story.withConsentOf('religious-body').blocks(apply)).not.toContain('R4a');
  });

  it('34: a foundation school without a foundation asks nobody', () => {
    const story = aCase('foundation-without-foundation');

    expect(story.snapshot.consents).toEqual({});
    expect(story.regions.foundation).toBe('notApplicable');
    expect(story.readyToApply().blocks(apply)).toEqual([]);
  });

  it('38: silence stays a request, however long it lasts', () => {
    const story = aCase(anglican).withTrust().withConsentRequested('trustee');
    const years = '2036-01-01T00:00:00.000Z';

    expect(story.blocks(apply, 'chair', years)).toContain('R2');
    expect(story.snapshot.consents['trustee']?.value).toBe('requested');
    const task = tasks(story.snapshot, { now: years, actor: { role: 'clerk' } });
    expect(task.find(({ id }) => id === 'request-consent:trustee')?.status).toBe('waiting');
  });

  it('a decision on papers that have changed is refused', () => {
    const story = aCase(anglican).withTrust().withConsentRequested('trustee');
    story
      .with(anEvent('consent.more-asked', { consent: 'trustee' }))
      .with(anEvent('consent.more-given', { consent: 'trustee' }));
    const decided = anEvent('consent.decided', { consent: 'trustee' });

    expect(story.blocks(decided)).toEqual(['R24']);
    expect(story.blocks({ ...decided, papersHash: 'hash-of-more' })).toEqual([]);
  });
});

describe('the Department, legal documents and the opening', () => {
  it('48: with a condition of the decision open, the conditions are not met', () => {
    const story = aCase()
      .readyToApply()
      .applied()
      .with(
        anEvent('dfe.decided', {
          outcome: 'approved-with-conditions',
          conditions: [{ id: 'deficit' }, { id: 'articles' }],
        }),
      )
      .with(anEvent('order.made'))
      .withFinalDecision()
      .withDocuments()
      .agreed()
      .dated()
      .withInstrumentsSettled();
    const met = anEvent('conditions.met');

    expect(story.blocks(met)).toEqual(['R81']);
    story.with(anEvent('dfe.condition-met', { condition: 'deficit' }));
    expect(story.explain(met).conditions.find(({ rule }) => rule === 'R81')?.missing).toEqual({
      conditions: ['articles'],
    });
    expect(story.explain(anEvent('dfe.condition-met', { condition: 'deficit' })).inPlace).toBe(
      false,
    );
    story.with(anEvent('dfe.condition-met', { condition: 'articles' }));
    expect(story.blocks(met)).toEqual([]);
  });

  it('49: a refusal needs its coded reasons, each with details', () => {
    const story = aCase().readyToApply().applied();
    const declined = anEvent('dfe.decided', { outcome: 'declined' });

    expect(story.blocks(declined)).toEqual(['R80']);
    expect(story.blocks({ ...declined, reasons: ['Finance', 'Other'] })).toEqual(['R80a']);
    const inFull = { ...declined, reasons: ['Finance', 'Other'], detailed: true };
    expect(story.blocks(inFull)).toEqual([]);
    expect(story.blocks({ ...inFull, reasons: ['AwaitingNextOfstedReport'] })).toEqual(['R80']);
    expect(story.blocks({ ...inFull, outcome: 'approved' })).toEqual(['R80']);
  });

  it('50: an academy opens on the first of a month', () => {
    const story = aCase();

    expect(story.blocks(anEvent('opening-date.set', { opens: '2027-09-15' }))).toEqual(['R19']);
    expect(story.blocks(anEvent('opening-date.set', { opens: '2027-09-01' }))).toEqual([]);
  });

  it('51: no funding agreement is cleared before the land questionnaire', () => {
    const sfa = 'supplemental-funding-agreement';
    const story = aCase().withTrust().withDocument(sfa, { upTo: 'received' });
    const cleared = anEvent('document.cleared', { document: sfa });

    expect(story.blocks(cleared)).toEqual(['R28']);
    story.withDocument('land-questionnaire', { upTo: 'cleared' });
    expect(story.blocks(cleared)).toEqual([]);
  });

  it('52: a Catholic school does not open while the diocese has not signed; others need no such paper', () => {
    const document = 'church-supplemental-agreement';
    const story = aCase('voluntary-aided-roman-catholic')
      .readyToApply()
      .applied()
      .ordered()
      .withFinalDecision()
      .withDocuments({ without: [document] })
      .withDocument(document, { upTo: 'cleared' })
      .with(anEvent('document.signed', { document, party: 'trust' }))
      .with(anEvent('document.signed', { document, party: 'trustees' }))
      .with(anEvent('document.signed', { document, party: 'secretary-of-state' }))
      .agreed()
      .withTupe()
      .dated()
      .insured()
      .withConditionsMet();

    expect(story.blocks(open)).toEqual(['R14']);
    expect(story.blocks(anEvent('document.set-aside', { document }))).toEqual(['R14a']);
    story.with(anEvent('document.signed', { document, party: 'diocese' }));
    expect(story.blocks(open)).toEqual([]);
    expect(Object.keys(aCase('community').snapshot.documents)).not.toContain(document);
  });

  it('53: consulting staff on the transfer and consulting on the conversion do not replace each other', () => {
    const untold = aCase().readyToAgree().agreed().dated().insured().withConditionsMet();
    expect(untold.blocks(open)).toEqual(['R13']);

    const unasked = aCase().withTrust().withResolutionToApply().withTupe();
    expect(unasked.blocks(final)).toEqual(['R9']);
  });

  it('54: a date moves by whole months, with reasons, and the conditions are confirmed anew', () => {
    const story = aCase().readyToOpen();
    const moved = anEvent('opening-date.set', { on: '2027-03-26', opens: '2027-05-01' });

    expect(story.blocks(moved)).toEqual(['R19a']);
    expect(story.blocks({ ...moved, reasons: ['land'] })).toEqual(['R82']);
    expect(
      story.blocks({ ...moved, opens: '2027-03-01', reasons: ['land'], noted: ['land'] }),
    ).toEqual(['R82']);
    story.with({ ...moved, reasons: ['land', 'diocese'], noted: ['land', 'diocese'] });
    expect(story.regions.opening.date).toBe('dated');
    expect(story.explain(open).inPlace).toBe(false);
  });

  it('55: the clerk cannot submit for the chair', () => {
    const story = aCase().readyToApply();

    expect(story.blocks(apply, 'clerk')).toEqual(['R8']);
    expect(story.explain(apply, 'clerk').mayActor).toBe(false);
    expect(() => story.with(apply, 'clerk')).toThrow('refused');
  });

  it('a board can withdraw until the funding agreement is signed, and not after', () => {
    const withdrawn = anEvent('case.withdrawn');

    expect(ending(aCase().readyToAgree().with(withdrawn).snapshot)).toBe('withdrawn');
    expect(aCase().readyToAgree().agreed().explain(withdrawn).inPlace).toBe(false);
  });
});

describe('records', () => {
  const story = aCase(anglican).readyToOpen().opened();

  it('56: what was recorded late is judged at the time of the record and keeps its own day', () => {
    const late = aCase().withTrust().consulting();
    late.with(
      anEvent('consultation.closed', { on: '2026-12-05' }),
      'system',
      '2027-01-10T09:00:00Z',
    );

    expect(late.snapshot.case.context.consultationClosed?.on).toBe('2026-12-05');
    expect(late.record.at(-1)).toMatchObject({ at: '2027-01-10T09:00:00Z' });
  });

  it('replay gives the stored snapshot', () => {
    expect(replay(story.opening, story.record)).toEqual({ ok: true, snapshot: story.snapshot });
  });

  it('replay names the first move that does not follow', () => {
    const record = story.record.filter(({ event }) => event.type !== 'trust.chosen');
    const { seq } = record.find(({ event }) => event.type === 'trust.consented')!;

    expect(replay(story.opening, record)).toEqual({ ok: false, seq, type: 'trust.consented' });
  });

  it('a correction that later moves stand on is refused, and names the first that falls', () => {
    const { seq } = story.record.find(({ event }) => event.type === 'consultation.reported')!;
    const falls = story.record.find(
      ({ event }) => event.type === 'board.resolved' && event.purpose === 'final',
    )!;

    expect(correct(story.opening, story.record, seq, null)).toEqual({
      ok: false,
      seq: falls.seq,
      type: 'board.resolved',
    });
  });

  it('a correction that changes nothing later is taken, and replayed with the rest', () => {
    const { seq, event } = story.record.find((move) => move.event.type === 'academy.named')!;
    const renamed = { ...event, name: 'Hillside Church Academy' } as typeof event;
    const corrected = correct(story.opening, story.record, seq, renamed);

    expect(corrected.ok && corrected.snapshot.case.context.academyName?.name).toBe(
      'Hillside Church Academy',
    );
    expect(
      replay(story.opening, [...story.record, { seq: 99, corrects: seq, event: renamed }]),
    ).toEqual(corrected);
  });

  it('the later of two corrections of the same move counts', () => {
    const { seq } = story.record.find((move) => move.event.type === 'academy.named')!;
    const name = (words: string) => anEvent('academy.named', { name: words });
    const twice = replay(story.opening, [
      ...story.record,
      { seq: 98, corrects: seq, event: name('First') },
      { seq: 99, corrects: seq, event: name('Second') },
    ]);

    expect(twice.ok && twice.snapshot.case.context.academyName?.name).toBe('Second');
  });
});

function all(count: number) {
  return { for: count, against: 0, abstained: 0, casting: null };
}
