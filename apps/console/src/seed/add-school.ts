import type { School } from '#journey';
import type { Sql } from '#platform';

/** The register's row of a school that was made up. */
export function schoolRow(school: School) {
  return {
    urn: school.urn,
    name: school.name,
    la_code: school.localAuthority!.code,
    la_name: school.localAuthority!.name,
    type_code: school.type!.code,
    type_name: school.type!.name,
    status_code: school.status!.code,
    status_name: school.status!.name,
    religious_character_code: school.religiousCharacter!.code,
    religious_character_name: school.religiousCharacter!.name,
    diocese_code: school.diocese!.code,
    diocese_name: school.diocese!.name,
    trust_flag_code: school.trustFlag!.code,
    trust_flag_name: school.trustFlag!.name,
    federation_flag: school.inFederation ? 'Supported by a federation' : 'Not under a federation',
    name_key: school.name.toLowerCase().replaceAll('’', ''),
  };
}

export async function addSchool(sql: Sql, school: School): Promise<void> {
  const row = schoolRow(school);
  const columns = Object.keys(row);
  await sql.query(
    `INSERT INTO school (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
}
