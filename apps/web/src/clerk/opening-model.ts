import { content, fill } from '#platform';
import type { CaseOpening, SchoolBody } from '#cases';
import type { BodyName, Capacity, Duties, Following } from '#journey';
import type { LastImport, RegisteredSchool } from '#register';
import { day } from '../http/dates.js';
import { capacityOf, documentName, parts } from '../views/journey-words.js';

interface OpeningWords {
  readonly flags: Readonly<Record<string, string>>;
  readonly bodyKinds: Readonly<Record<Capacity, BodyName['kind']>>;
  readonly ask: Readonly<Record<Capacity, string>>;
  readonly another: Readonly<Partial<Record<Capacity, string>>>;
  readonly earlier: Readonly<
    Record<'body' | 'found' | 'register' | 'registerNone' | 'somebody', string>
  >;
  readonly erased: string;
}

const words = () => content<OpeningWords>('clerk/opening');

/** A body that the clerk may name now: the form's field, and what it is asked for. */
export interface BodyField {
  readonly name: string;
  readonly capacity: Capacity;
  readonly label: string;
  readonly hint: string;
}

export const BODY_FIELDS = [
  'trustee',
  'foundation-governor-appointer',
  'diocesan-authority',
  'religious-body',
  'another-trustee',
  'another-foundation-governor-appointer',
] as const;

/** A consent by its capacity and the law that asks for it. */
export interface ConsentRow {
  readonly who: string;
  readonly isNamed: boolean;
  readonly capacity: string;
  readonly law: string;
  readonly href: string;
}

/** Everything that follows for a school, in words. */
export function dutiesInWords(owed: Following) {
  return {
    consents: owed.mustConsent.map(({ body, capacity, basis, source }): ConsentRow => ({
      who: body?.name ?? 'Not known yet',
      isNamed: body !== null,
      capacity: parts().capacities[capacity]!,
      law: basis,
      href: source.url,
    })),
    consultees: owed.mustConsult.map(({ who, basis, source }) => ({
      who: who.charAt(0).toUpperCase() + who.slice(1),
      law: basis,
      href: source.url,
    })),
    employer: parts().employers[owed.employer],
    land: parts().land[owed.land],
    documents: owed.documents.map(({ id, optional }) => ({ title: documentName(id), optional })),
    unknown: owed.unknown.map(({ what, why }) => ({
      about: what,
      what: parts().unknown[what],
      why,
    })),
  };
}

const isSpecial = ({ typeCode }: RegisteredSchool): boolean =>
  ['07', '7', '12'].includes(typeCode ?? '');

/** What in the register gives pause before a case is opened. */
export function flagsOf(school: RegisteredSchool, age: LastImport | null): readonly string[] {
  const { flags } = words();
  const successor = school.links.find(({ type }) => /successor/i.test(type));
  const ethos = school.religiousEthos;
  const noCharacter = ['', '00', '06', '0', '6'].includes(school.religiousCharacterCode ?? '');
  const hasEthos = ethos !== null && !/^(does not apply|none|not applicable)?$/i.test(ethos.trim());
  return [
    ...(school.closed ? [flags['closed']!] : []),
    ...(successor === undefined
      ? []
      : [fill(flags['successor']!, { urn: successor.urn, name: successor.name ?? 'no name' })]),
    ...(/^supported by/i.test(school.federationFlag ?? '') ? [flags['federation']!] : []),
    ...(isSpecial(school) ? [flags['special']!] : []),
    ...(school.typeCode === '14' ? [flags['unit']!] : []),
    ...(noCharacter && hasEthos ? [fill(flags['ethos']!, { ethos })] : []),
    ...(age !== null && age.ageDays > 60 ? [fill(flags['old']!, { days: age.ageDays })] : []),
  ];
}

/** The bodies for whose names the clerk is asked: those that nobody knows, and further ones. */
export function bodyFields(owed: Duties): readonly BodyField[] {
  const { ask, another } = words();
  const capacities = [...new Set(owed.mustConsent.map(({ capacity }) => capacity))];
  const unnamed = owed.mustConsent.filter(({ body }) => body === null);
  return [
    ...[...new Set(unnamed.map(({ capacity }) => capacity))].map((capacity) => ({
      name: capacity,
      capacity,
      label: ask[capacity],
      hint: 'Leave it empty if you do not know. You can name it later.',
    })),
    ...capacities.flatMap((capacity) =>
      another[capacity] === undefined || capacity === 'religious-body'
        ? []
        : [
            {
              name: `another-${capacity}`,
              capacity,
              label: another[capacity],
              hint: 'Only if there is more than one. Each has to consent.',
            },
          ],
    ),
    ...(capacities.length > 0 && !capacities.includes('religious-body')
      ? [
          {
            name: 'religious-body',
            capacity: 'religious-body' as const,
            label: another['religious-body']!,
            hint: 'Only if the trust deed asks for its consent.',
          },
        ]
      : []),
  ];
}

/** A body that a clerk found for the school on an earlier case, as a choice. */
export interface EarlierBody {
  readonly value: string;
  readonly text: string;
  readonly hint: string;
}

const isOwn = (owed: Duties, { part, name }: SchoolBody): boolean =>
  ownNames(owed, part).some((own) => own.toLowerCase() === name.toLowerCase());

/** The names that the register and its law give in the capacity of a part. */
const ownNames = ({ mustConsent }: Duties, part: string): readonly string[] =>
  mustConsent.flatMap(({ capacity, body }) =>
    body !== null && capacity === capacityOf(part) ? [body.name] : [],
  );

/** What clerks found otherwise than the register, who did, when and why, with its own value beside. */
export function earlierBodies(owed: Duties, found: readonly SchoolBody[]): readonly EarlierBody[] {
  const { register, registerNone } = words().earlier;
  return found
    .filter((one) => !isOwn(owed, one))
    .map((one) => {
      const own = ownNames(owed, one.part);
      const beside = own.length === 0 ? registerNone : fill(register, { names: own });
      return { value: one.body, text: bodyFound(one), hint: `${howFound(one)} ${beside}` };
    });
}

/** A body that was found for a school, with its capacity. */
export const bodyFound = ({ name, part }: SchoolBody): string =>
  fill(words().earlier.body, { name, capacity: lower(parts().capacities[capacityOf(part)]!) });

/** Who found it, when and why. */
export function howFound({ foundBy, foundAt, reason }: SchoolBody): string {
  const { earlier, erased } = words();
  const facts = { by: foundBy ?? earlier.somebody, on: day(foundAt), reason: reason ?? erased };
  return fill(earlier.found, facts);
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * The bodies for the opening: those that the clerk took over from an earlier case or named, and
 * beside them those that the register names in the same capacity. The register's gives way where
 * it was found on the earlier case that it is another.
 */
export function bodiesNamed(
  owed: Duties,
  given: Readonly<Record<string, string>>,
  found: readonly SchoolBody[] = [],
): CaseOpening['bodies'] {
  const named = bodyFields(owed).flatMap(({ name, capacity }) => {
    const typed = given[name] ?? '';
    const kind = words().bodyKinds[capacity];
    return typed === '' ? [] : [{ capacity, body: { kind, code: null, name: typed } }];
  });
  const chosen = (given['earlier'] ?? '').split(',');
  const taken = found
    .filter((one) => chosen.includes(one.body) && !isOwn(owed, one))
    .map(({ body: id, part, kind, code, name }) => ({
      capacity: capacityOf(part) as Capacity,
      body: { kind, code, name },
      id,
    }));
  const overtaken = new Set(taken.map(({ capacity }) => capacity));
  const capacities = new Set([...named.map(({ capacity }) => capacity), ...overtaken]);
  const known = owed.mustConsent.flatMap(({ capacity, body }) => {
    if (body === null || !capacities.has(capacity)) return [];
    const stays = found.some((one) => capacityOf(one.part) === capacity && isOwn(owed, one));
    return overtaken.has(capacity) && !stays ? [] : [{ capacity, body }];
  });
  return [...known, ...taken, ...named];
}
