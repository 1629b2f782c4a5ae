import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { JourneySnapshot } from '#journey';
import { aCase, anEvent } from '../../../test/support/journey-builder.js';
import type { TaskDefinition } from './definition.js';
import { departmentTasks } from './department-tasks.js';
import type { Ground } from './ground.js';
import { outstanding, tasksOn } from './standing.js';

interface Words {
  readonly groups: Readonly<Record<string, string>>;
  readonly owners: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, string>>;
  readonly tasks: Readonly<Record<string, { title: string; hint: string }>>;
  readonly asks: Readonly<Record<string, { label: string; fault: string; among?: object }>>;
  readonly proofs: Readonly<Record<'fact' | 'letter' | 'person' | 'register', object>>;
}

const words = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../content/completion/tasks.json'), 'utf8'),
) as Words;

function ground(snapshot: JourneySnapshot, beside: Partial<Ground> = {}): Ground {
  const nothing = { papers: new Map<string, string>(), sent: new Set<string>() };
  return { snapshot, ...nothing, roles: new Set<string>(), academy: null, ...beside };
}

function standing(on: Ground, id: string) {
  return tasksOn(on, departmentTasks).find(({ definition }) => definition.id === id)!.standing;
}

describe('the Department’s tasks', () => {
  it('are forty, in four sections, each by its own name', () => {
    const count = (group: string) => departmentTasks.filter((one) => one.group === group).length;
    expect(Object.keys(words.groups).map(count)).toEqual([18, 14, 5, 3]);
    expect(new Set(departmentTasks.map(({ id }) => id)).size).toBe(40);
  });

  it('have words for each task, answer and proof, and for nothing else', () => {
    const proofs = departmentTasks.flatMap((one) => one.proofs);
    const asks = proofs.flatMap((proof) => ('answer' in proof ? [proof.answer] : []));
    expect(Object.keys(words.tasks).toSorted()).toEqual(
      departmentTasks.map(({ id }) => id).toSorted(),
    );
    expect(Object.keys(words.asks).toSorted()).toEqual(asks.map(({ name }) => name).toSorted());
    for (const { name, among } of asks)
      expect(Object.keys(words.asks[name]?.among ?? {})).toEqual(among ?? []);
    for (const proof of proofs) {
      for (const kind of ['fact', 'letter', 'person', 'register'] as const)
        if (kind in proof)
          expect(words.proofs[kind]).toHaveProperty([(proof as Record<string, string>)[kind]!]);
    }
  });

  it('say whose each of them is, and by whose list it is a condition', () => {
    const owners = new Set(departmentTasks.map(({ owner }) => owner));
    expect([...owners].toSorted()).toEqual(Object.keys(words.owners).toSorted());
    expect(Object.keys(words.conditions)).toEqual(['department', 'service']);
    // The Department checks that legal documents are cleared and signed, and the school's actions.
    const ofDepartment = departmentTasks.filter(({ condition }) => condition === 'department');
    const legal = departmentTasks.filter(({ group }) => group === 'legal');
    expect(ofDepartment.map(({ id }) => id)).toEqual([
      ...legal.map(({ id }) => id),
      'school-actions',
    ]);
  });

  it('name their evidence, every one: there is nothing to tick', () => {
    for (const { id, proofs } of departmentTasks)
      expect([id, proofs.length > 0]).toEqual([id, true]);
  });

  it('follow the machine of a legal document, up to the signature of every party', () => {
    const id = 'commercial-transfer-agreement';
    const story = aCase();
    expect(standing(ground(story.snapshot), id)).toBe('not-started');
    story.withDocument(id, { upTo: 'cleared' });
    const papers = new Map([['file', 'commercialTransferAgreement']]);
    expect(standing(ground(story.snapshot, { papers }), id)).toBe('in-progress');
    for (const party of story.snapshot.documents[id]!.context.parties)
      story.with(anEvent('document.signed', { document: id, party }));
    expect(standing(ground(story.snapshot), id)).toBe('done');
  });

  it('are not taken as not needed while nobody has asked, and are once somebody has', () => {
    const story = aCase();
    expect(standing(ground(story.snapshot), 'private-finance')).toBe('unknown');
    expect(standing(ground(story.snapshot), 'church-supplemental-agreement')).toBe(
      'not-applicable',
    );
    expect(outstanding(tasksOn(ground(story.snapshot), departmentTasks))).toContain(
      'private-finance',
    );
    story.withInstrumentsSettled();
    expect(standing(ground(story.snapshot), 'private-finance')).toBe('not-applicable');
    story.with(
      anEvent('instruments.settled', {
        documents: [{ id: 'pfi-principal-agreement', parties: ['trust'] }],
      }),
    );
    expect(standing(ground(story.snapshot), 'private-finance')).toBe('not-started');
  });

  it('are done by papers of their own kinds alone, with every answer', () => {
    const shown = anEvent('task.shown', {
      task: 'payroll-deadline',
      evidence: ['message'],
      kinds: ['correspondence'],
      answers: { payrollDeadline: '2027-03-12' },
    });
    const { snapshot } = aCase().with(shown);
    const of = (kind: string) => ground(snapshot, { papers: new Map([['message', kind]]) });
    expect(standing(of('correspondence'), 'payroll-deadline')).toBe('done');
    expect(standing(of('lease'), 'payroll-deadline')).toBe('in-progress');
    const unanswered = aCase().with({ ...shown, answers: {} }).snapshot;
    const papers = new Map([['message', 'correspondence']]);
    expect(standing(ground(unanswered, { papers }), 'payroll-deadline')).toBe('in-progress');
  });

  it('know the academy by the register, a letter by its sending, a contact by the case', () => {
    const story = aCase().readyToOpen().opened();
    const academy = { urn: '150001', name: 'Hillside Academy', openDate: '2027-04-01' };
    expect(standing(ground(story.snapshot), 'date-opened')).toBe('in-progress');
    expect(standing(ground(story.snapshot, { academy }), 'date-opened')).toBe('done');
    const sent = new Set(['opening-date-set']);
    expect(standing(ground(story.snapshot), 'stakeholder-kick-off')).toBe('in-progress');
    expect(standing(ground(story.snapshot, { sent }), 'stakeholder-kick-off')).toBe('done');
    const roles = new Set(['chair']);
    expect(standing(ground(story.snapshot), 'chair')).toBe('not-started');
    expect(standing(ground(story.snapshot, { roles }), 'chair')).toBe('done');
  });

  it('leave nothing outstanding of a case that was carried through, but its own papers', () => {
    const { snapshot } = aCase('voluntary-aided-roman-catholic').readyToOpen();
    const open = outstanding(tasksOn(ground(snapshot), departmentTasks));
    expect(open).toEqual(['bank-details', 'school-actions']);
  });

  it('are one more by one definition, which holds the conditions and is shown like the rest', () => {
    const survey: TaskDefinition = {
      id: 'asbestos-survey',
      group: 'ready',
      owner: 'trust',
      condition: 'service',
      proofs: [{ paper: ['correspondence'] }],
    };
    const list = [...departmentTasks, survey];
    const before = aCase().readyToOpen();
    expect(outstanding(tasksOn(ground(before.snapshot), list))).toContain('asbestos-survey');
    before.with(
      anEvent('task.shown', { task: 'asbestos-survey', evidence: ['survey'], answers: {} }),
    );
    const on = ground(before.snapshot, { papers: new Map([['survey', 'correspondence']]) });
    expect(outstanding(tasksOn(on, list))).not.toContain('asbestos-survey');
  });
});
