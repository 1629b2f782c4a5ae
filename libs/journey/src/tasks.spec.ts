import { describe, expect, it } from '@jest/globals';
import { aCase, aPolicy, anEvent, aVote, lost } from '../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../test/support/journey-builder.js';
import { stageOf, tasks } from './tasks.js';
import type { TaskStatus } from './tasks.js';

const twice = { ...aPolicy, stages: 'two' as const };
const attempt = { now: '2026-12-01T12:00:00.000Z', actor: { role: 'clerk' } };
const all = ({ snapshot }: CaseStory) => tasks(snapshot, attempt);
const one = (story: CaseStory, id: string) => all(story).find((task) => task.id === id)!;

function by(story: CaseStory, status: TaskStatus): string[] {
  return all(story).flatMap((task) => (task.status === status ? [task.id] : []));
}

describe('the tasks of a case', () => {
  it('at the beginning say what can be done, what waits, and for what', () => {
    const story = aCase('community');

    expect(by(story, 'done')).toEqual(['settle-duties']);
    expect(by(story, 'not-needed')).toEqual(['choose-articles', 'consult-foundation']);
    expect(by(story, 'later')).toEqual([
      'get-trust-consent',
      'close-consultation',
      'report-consultation',
      'record-dfe-decision',
      'record-order',
      'decide-finally',
      'complete-tupe',
      'confirm-conditions',
      'record-opening',
    ]);
    expect(one(story, 'submit-application')).toMatchObject({ status: 'locked', by: ['chair'] });
  });

  it('of a locked step name every unmet condition, what stops it first', () => {
    const story = aCase('voluntary-aided-roman-catholic').withTrust();
    const { unmet } = one(story, 'submit-application');

    expect(unmet.map(({ rule }) => rule)).toEqual(['R1', 'R2', 'R3', 'R5', 'R7', 'R22', 'R18']);
    expect(unmet.map(({ effect }) => effect)).toEqual([...Array(5).fill('block'), 'warn', 'warn']);
  });

  it('are explained as to the one whose act it is', () => {
    const story = aCase('community').readyToApply();
    expect(one(story, 'submit-application').status).toBe('ready');
  });

  it('lock the final decision until the consultation is reported', () => {
    const story = aCase('community').withTrust();
    expect(one(story, 'decide-finally').status).toBe('later');

    story.withResolutionToApply();
    expect(one(story, 'decide-finally').status).toBe('locked');
    expect(one(story, 'decide-finally').unmet.map(({ rule }) => rule)).toEqual(['R9', 'R18']);

    story.withConsultationReported();
    expect(one(story, 'decide-finally').status).toBe('ready');
    expect(one(story.withFinalDecision(), 'decide-finally').status).toBe('done');
  });

  it('offer another vote after a lost one', () => {
    const story = aCase('community')
      .withTrust()
      .with(aVote({ votes: lost }));
    expect(one(story, 'resolve-to-apply').status).toBe('ready');
    expect(one(story, 'decide-finally').status).toBe('later');
  });

  it('follow a consent: to ask, waiting, more wanted, given', () => {
    const story = aCase('voluntary-aided-roman-catholic');
    const status = (words = 'request-consent') => one(story, `${words}:trustee`)?.status;

    expect(status()).toBe('locked');
    story.withTrust();
    expect(status()).toBe('ready');
    story.withConsentRequested('trustee');
    expect(status()).toBe('waiting');
    story.with(anEvent('consent.more-asked', { consent: 'trustee' }));
    expect(status('give-more')).toBe('ready');
    const conditions = [{ id: 'a', due: 'opening' as const }];
    const inPrinciple = aCase('voluntary-aided-roman-catholic')
      .withTrust()
      .with(anEvent('consent.policy-applied', { consent: 'trustee', policy: twice }))
      .withConsentRequested('trustee')
      .with(anEvent('consent.decided', { consent: 'trustee', finality: 'in-principle' }));
    expect(one(inPrinciple, 'await-final-consent:trustee')).toMatchObject({
      status: 'waiting',
      by: ['faith-officer'],
    });
    const conditional = aCase('voluntary-aided-roman-catholic')
      .withTrust()
      .withConsentOf('trustee', conditions);
    expect(one(conditional, 'await-conditions:trustee').status).toBe('waiting');
    story.with(anEvent('consent.decided', { consent: 'trustee' }));
    expect(status()).toBe('done');
  });

  it('follow a document: to receive, to clear, to sign, done', () => {
    const document = 'commercial-transfer-agreement';
    const story = aCase('community').withTrust();
    const current = () => all(story).find(({ part }) => part === document)!;

    expect(current().words).toBe('receive-document');
    story.withDocument(document, { upTo: 'cleared' });
    expect([current().words, current().status]).toEqual(['sign-document', 'ready']);
    for (const party of ['trust', 'local-authority', 'governing-board'])
      story.with(anEvent('document.signed', { document, party }));
    expect(current().status).toBe('done');
  });

  it('of an order of own motion leave out what an application asks for', () => {
    const story = aCase('voluntary-aided-church-of-england', { route: 'sponsored' });
    const ids = all(story).map(({ id }) => id);

    for (const applying of ['resolve-to-apply', 'submit-application', 'decide-finally'])
      expect(ids).not.toContain(applying);
    expect(ids.filter((id) => id.startsWith('request-consent'))).toEqual([]);
    expect(by(story, 'not-needed')).toEqual([
      'choose-articles',
      'launch-consultation',
      'close-consultation',
      'report-consultation',
    ]);
    expect(one(story, 'record-consulted').status).toBe('ready');
    story.with(anEvent('order.consulted', { bodies: ['trustee'] }));
    expect(one(story, 'record-consulted').status).toBe('ready');
    story.with(
      anEvent('order.consulted', {
        bodies: ['foundation-governor-appointer', 'diocesan-authority'],
      }),
    );
    expect(one(story, 'record-consulted').status).toBe('done');
  });

  it('of a new trust name it, and ask for its company', () => {
    const story = aCase('community', { route: 'form' });
    expect(one(story, 'choose-trust')).toBeUndefined();
    expect(one(story, 'record-incorporation').status).toBe('later');

    story.withTrust();
    expect(one(story, 'name-new-trust').status).toBe('done');
    expect(one(story, 'record-incorporation').status).toBe('ready');
    expect(one(story.with(anEvent('trust.incorporated')), 'record-incorporation').status).toBe(
      'done',
    );
  });

  it('have names of their own', () => {
    const ids = all(aCase('voluntary-aided-church-of-england')).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are none once the case has ended', () => {
    expect(all(aCase('community').readyToOpen().opened())).toEqual([]);
  });
});

describe('the stage of a case', () => {
  it('follows the journey', () => {
    const story = aCase('community');
    const stages = [stageOf(story.snapshot)];
    const steps: readonly ((so: CaseStory) => CaseStory)[] = [
      (so) => so.withTrust(),
      (so) => so.consulting(),
      (so) => so.with(anEvent('consultation.closed')).with(anEvent('consultation.reported')),
      (so) => so.withResolutionToApply().withTrustConsent().applied(),
      (so) => so.approved(),
      (so) => so.with(anEvent('order.made')).withFinalDecision().withDocuments().agreed(),
      (so) => so.withTupe().dated().insured().withConditionsMet().opened(),
    ];
    for (const step of steps) stages.push(stageOf(step(story).snapshot));

    expect(stages).toEqual([
      'exploring',
      'deciding',
      'consulting',
      'deciding',
      'applied',
      'preparing',
      'agreed',
      'converted',
    ]);
  });
});
