import type { Coded, School } from '#journey';
import { pick } from './random.js';
import type { Random } from './random.js';

const coded = (code: string, name: string): Coded => ({ code, name });

interface Kind {
  readonly type: Coded;
  readonly name: string;
  readonly faith: 'ce' | 'rc' | null;
  readonly trustFlag: Coded;
}

const types = {
  community: coded('01', 'Community school'),
  aided: coded('02', 'Voluntary aided school'),
  controlled: coded('03', 'Voluntary controlled school'),
  foundation: coded('05', 'Foundation school'),
};
const flags = {
  none: coded('0', 'Not applicable'),
  supported: coded('1', 'Supported by a trust'),
  alone: coded('2', 'Not supported by a trust'),
};

/** The six kinds of school that the journey carries, about as often as there are such schools. */
const KINDS: readonly Kind[] = [
  ...Array<Kind>(8).fill(kind('community', 'Primary School')),
  ...Array<Kind>(3).fill(kind('controlled', 'CofE Primary School', 'ce')),
  ...Array<Kind>(3).fill(kind('aided', 'CofE Primary School', 'ce')),
  ...Array<Kind>(3).fill(kind('aided', 'Catholic Primary School', 'rc')),
  kind('foundation', 'School', null, 'supported'),
  kind('foundation', 'Foundation School', null, 'alone'),
];

function kind(
  type: keyof typeof types,
  name: string,
  faith: Kind['faith'] = null,
  flag: keyof typeof flags = 'none',
): Kind {
  return { type: types[type], name, faith, trustFlag: flags[flag] };
}

const SAINTS = ['Mary', 'Joseph', 'Peter', 'John', 'Anne', 'Thomas', 'Wilfrid', 'Cuthbert'];
const PLACES = [
  'Oak',
  'River',
  'Meadow',
  'Hill',
  'Bridge',
  'Park',
  'Brook',
  'Mill',
  'Heath',
  'Ash',
];
const ENDS = ['side', 'field', 'wood', 'ton', 'ham', 'bury', 'ford', 'dale', 'worth', 'combe'];

export interface Diocese {
  readonly code: string;
  readonly name: string;
}

export interface Places {
  readonly authorities: readonly Coded[];
  readonly dioceses: Readonly<Record<'ce' | 'rc', readonly Diocese[]>>;
}

/** A school under a URN, as the register would give it to the journey. */
export function madeSchool(urn: string, random: Random, places: Places): School {
  const { type, name, faith, trustFlag } = pick(random, KINDS);
  const place = `${pick(random, PLACES)}${pick(random, ENDS)}`;
  return {
    urn,
    name: `${faith === null ? place : `St ${pick(random, SAINTS)}’s, ${place},`} ${name}`,
    type,
    status: coded('1', 'Open'),
    religiousCharacter: character(faith),
    diocese:
      faith === null ? coded('0000', 'Not applicable') : pick(random, places.dioceses[faith]),
    localAuthority: pick(random, places.authorities),
    trustFlag,
    inFederation: random() < 0.1,
    pfi: null,
  };
}

function character(faith: Kind['faith']): Coded {
  if (faith === null) return coded('00', 'Does not apply');
  return faith === 'ce' ? coded('02', 'Church of England') : coded('03', 'Roman Catholic');
}
