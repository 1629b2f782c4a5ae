import type { Source } from './rule.js';

const act = (section: string, path: string): Source => ({
  title: `Academies Act 2010, ${section}`,
  url: `https://www.legislation.gov.uk/ukpga/2010/32/section/${path}`,
});
const procedures = (regulation: string): Source => ({
  title: `School Governance (Roles, Procedures and Allowances) (England) Regulations 2013, reg ${regulation}`,
  url: `https://www.legislation.gov.uk/uksi/2013/1624/regulation/${regulation}`,
});
const guide = (title: string, page: string): Source => ({
  title: `Convert to an academy: ${title}`,
  url: `https://www.gov.uk/guidance/convert-to-an-academy-information-for-schools/${page}`,
});

export const applicationsByBoards = act('section 3(1)', '3');
export const foundationConsulted = act('section 3(3)', '3');
export const trusteesConsent = act('section 3(4)(a)', '3');
export const appointersConsent = act('section 3(4)(b)', '3');
export const federations = act('section 3(6)', '3');
export const academyOrders = act('section 4', '4');
export const dutyToOrder = act('section 4(A1), until 28 June 2026', '4/2016-04-18');
export const consultedBeforeOrder = act('section 4(1A)', '4');
export const consultations = act('section 5', '5');
export const sponsorConsulted: Source = {
  title: 'Academies Act 2010, section 5A, as the Education and Adoption Act 2016 inserted it',
  url: 'https://www.legislation.gov.uk/ukpga/2016/6/section/9/enacted',
};
export const revocation = act('section 5D', '5D');
export const dutyEnded: Source = {
  title: 'Children’s Wellbeing and Schools Act 2026, section 58',
  url: 'https://www.legislation.gov.uk/ukpga/2026/21/section/58',
};
export const arrangements = act('section 1', '1');
export const notice = procedures('13');
export const quorum = procedures('14');
export const minutes = procedures('15');
export const interests = procedures('16');
export const interimBoards: Source = {
  title: 'Education and Inspections Act 2006, Schedule 6',
  url: 'https://www.legislation.gov.uk/ukpga/2006/40/schedule/6',
};
export const diocesanBoards: Source = {
  title: 'Diocesan Boards of Education Measure 2021, section 8(3)',
  url: 'https://www.legislation.gov.uk/ukcm/2021/1/section/8',
};
export const religiousBodies: Source = {
  title: 'Academies Act 2010, section 3(4), with the school’s trust deed',
  url: 'https://www.legislation.gov.uk/ukpga/2010/32/section/3',
};
export const equality: Source = {
  title: 'Equality Act 2010, section 149',
  url: 'https://www.legislation.gov.uk/ukpga/2010/15/section/149',
};
export const tupe: Source = {
  title: 'Transfer of Undertakings (Protection of Employment) Regulations 2006, reg 13',
  url: 'https://www.legislation.gov.uk/uksi/2006/246/regulation/13',
};
export const liability: Source = {
  title: 'Transfer of Undertakings (Protection of Employment) Regulations 2006, reg 11',
  url: 'https://www.legislation.gov.uk/uksi/2006/246/regulation/11',
};
export const fairness: Source = {
  title: 'R v Brent LBC ex parte Gunning (1985): the four principles of fair consultation',
  url: 'https://caselaw.nationalarchives.gov.uk/uksc/2014/56',
};
export const alternatives: Source = {
  title:
    'R (Moseley) v Haringey LBC [2014] UKSC 56: what people must be told, alternatives included',
  url: 'https://caselaw.nationalarchives.gov.uk/uksc/2014/56',
};
export const applying = guide('before you apply', '1-before-you-apply');
export const preparing = guide('prepare for conversion', '3-prepare-for-conversion');
export const transferring = guide(
  'transfer responsibilities to the academy trust',
  '4-transfer-responsibilities-to-the-academy-trust',
);
export const diligenceGuide: Source = {
  title: 'Due diligence in academies and maintained schools (Department for Education)',
  url: 'https://www.gov.uk/government/publications/due-diligence-in-academies-and-maintained-schools',
};

export const removalOfFoundation: Source = {
  title:
    'School Organisation (Removal of Foundation, Reduction in Number of Foundation Governors and Ability of Foundation to Pay Debts) (England) Regulations 2007',
  url: 'https://www.legislation.gov.uk/uksi/2007/3475',
};
