import { foldPostcode, foldText } from './fold-text.js';
import { columnsOf, count, date, name, text, urn } from './layout.js';
import type { Layout, Values } from './layout.js';
import { isPlaceholder } from './read-cell.js';

/** The columns of a GIAS establishment extract that we name. Case does not count in headers. */
export const SCHOOL_FIELDS = {
  urn: urn('URN'),
  name: name('EstablishmentName', 'name'),
  laCode: text('LA (code)'),
  laName: text('LA (name)'),
  establishmentNumber: text('EstablishmentNumber'),
  ukprn: text('UKPRN'),
  typeCode: text('TypeOfEstablishment (code)'),
  typeName: text('TypeOfEstablishment (name)'),
  typeGroupCode: text('EstablishmentTypeGroup (code)'),
  typeGroupName: text('EstablishmentTypeGroup (name)'),
  statusCode: text('EstablishmentStatus (code)'),
  statusName: text('EstablishmentStatus (name)'),
  openDate: date('OpenDate', 'open_date'),
  closeDate: date('CloseDate', 'close_date'),
  phaseCode: text('PhaseOfEducation (code)'),
  phaseName: text('PhaseOfEducation (name)'),
  lowAge: count('StatutoryLowAge'),
  highAge: count('StatutoryHighAge'),
  religiousCharacterCode: text('ReligiousCharacter (code)'),
  religiousCharacterName: text('ReligiousCharacter (name)'),
  religiousEthos: text('ReligiousEthos (name)'),
  dioceseCode: text('Diocese (code)'),
  dioceseName: text('Diocese (name)'),
  trustFlagCode: text('TrustSchoolFlag (code)'),
  trustFlagName: text('TrustSchoolFlag (name)'),
  trustUid: text('Trusts (code)'),
  trustName: text('Trusts (name)'),
  federationFlag: text('FederationFlag (name)', 'FederationFlag'),
  federationCode: text('Federations (code)'),
  federationName: text('Federations (name)', 'Federations'),
  street: text('Street'),
  locality: text('Locality'),
  address3: text('Address3'),
  town: text('Town'),
  county: text('County (name)'),
  postcode: text('Postcode'),
  website: text('SchoolWebsite'),
  telephone: text('TelephoneNum'),
  numberOfPupils: count('NumberOfPupils'),
  capacity: count('SchoolCapacity'),
  regionCode: text('GOR (code)'),
  regionName: text('GOR (name)'),
  lastChanged: date('LastChangedDate'),
};

/** A school as the register has it: codes and names as GIAS gives them, null where it gives none. */
export interface School extends Values<typeof SCHOOL_FIELDS> {
  /** Further columns that had a value, under their GIAS headers. */
  readonly rest: Readonly<Record<string, string>>;
}

// Facts that a pack or an application may quote. Head teachers' names are left out on purpose: they
// are personal data, soon out of date, and the case has its own list of people.
const KEPT = [
  ...['ReasonEstablishmentOpened (name)', 'ReasonEstablishmentClosed (name)', 'Boarders (name)'],
  ...['NurseryProvision (name)', 'OfficialSixthForm (name)', 'Gender (name)'],
  ...['AdmissionsPolicy (name)', 'SpecialClasses (name)', 'FurtherEducationType (name)'],
  ...['SchoolSponsorFlag (name)', 'SchoolSponsors (name)', 'Section41Approved (name)'],
  ...['TypeOfResourcedProvision (name)', 'ResourcedProvisionOnRoll'],
  ...['ResourcedProvisionCapacity', 'SenUnitOnRoll', 'SenUnitCapacity', 'CensusDate'],
  ...['PercentageFSM', 'PropsName', 'CHNumber', 'SiteName', 'UPRN', 'PreviousLA (code)'],
  ...['PreviousEstablishmentNumber', 'DistrictAdministrative (name)'],
  ...['ParliamentaryConstituency (name)'],
];

const LEFT_OUT = [
  ...['HeadTitle (name)', 'HeadFirstName', 'HeadLastName', 'HeadHonours', 'HeadEmail'],
  ...['HeadPreferredJobTitle', 'NumberOfBoys', 'NumberOfGirls', 'FSM', 'FEHEIdentifier'],
  ...['ReasonEstablishmentOpened (code)', 'ReasonEstablishmentClosed (code)'],
  ...['Boarders (code)', 'OfficialSixthForm (code)', 'Gender (code)', 'AdmissionsPolicy (code)'],
  ...['SpecialClasses (code)', 'DistrictAdministrative (code)', 'PreviousLA (name)'],
  ...['ParliamentaryConstituency (code)', ...withCodes('UrbanRural'), 'Country (name)'],
  ...['OfstedLastInsp', 'OfstedRating (name)', ...withCodes('OfstedSpecialMeasures')],
  ...['InspectorateName (name)', 'BSOInspectorateName (name)', 'InspectorateReport'],
  ...['Inspectorate (name)', 'DateOfLastInspectionVisit', 'NextInspectionVisit'],
  ...['TeenMoth (name)', 'TeenMothPlaces', 'CCF (name)', 'SENPRU (name)', 'EBD (name)'],
  ...['PlacesPRU', 'FTProv (name)', 'EdByOther (name)', 'SENStat', 'SENNoStat'],
  ...Array.from({ length: 13 }, (_, index) => `SEN${index + 1} (name)`),
  ...['BoardingEstablishment (name)', 'RSCRegion (name)', 'GSSLACode (name)', 'Easting'],
  ...['Northing', 'CensusAreaStatisticWard (name)', ...withCodes('AdministrativeWard')],
  ...[...withCodes('MSOA', 'LSOA', 'QABName', 'EstablishmentAccredited'), 'QABReport'],
  'AccreditationExpiryDate',
];

function withCodes(...headers: string[]): string[] {
  return headers.flatMap((header) => [`${header} (code)`, `${header} (name)`]);
}

export const SCHOOLS: Layout = {
  kind: 'schools',
  table: 'school',
  columns: columnsOf(SCHOOL_FIELDS),
  key: ['urn'],
  needed: ['name'],
  derived: [
    { column: 'name_key', from: 'name', make: foldText },
    { column: 'town_key', from: 'town', make: foldText },
    { column: 'postcode_key', from: 'postcode', make: foldPostcode },
    { column: 'closed_undated', from: 'close_date', make: isPlaceholder },
  ],
  kept: KEPT,
  leftOut: LEFT_OUT,
  closes: true,
};
