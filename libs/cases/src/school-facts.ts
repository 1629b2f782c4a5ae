import type { School as RegisteredSchool } from '#register';
import type { Coded, School } from '#journey';

export type { School as RegisteredSchool } from '#register';

/** A school of the register as the journey's duties look at it. */
export function journeySchool(school: RegisteredSchool): School {
  return {
    urn: school.urn,
    name: school.name,
    type: coded(school.typeCode, school.typeName),
    status: coded(school.statusCode, school.statusName),
    religiousCharacter: coded(school.religiousCharacterCode, school.religiousCharacterName),
    diocese: coded(school.dioceseCode, school.dioceseName),
    localAuthority: coded(school.laCode, school.laName),
    trustFlag: coded(school.trustFlagCode, school.trustFlagName),
    inFederation: inFederation(school.federationFlag),
    pfi: null,
  };
}

function coded(code: string | null, name: string | null): Coded | null {
  return code === null && name === null ? null : { code: code ?? '', name: name ?? '' };
}

/** The register says "Supported by a federation", "Not under a federation", or nothing. */
function inFederation(flag: string | null): boolean | null {
  if (flag === null) return null;
  return flag.toLowerCase() === 'supported by a federation';
}
