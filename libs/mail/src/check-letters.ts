import { PLACEHOLDER, loadTemplates } from './template.js';
import type { Template } from './template.js';
import { footerOf } from './render-letter.js';

/** All values that a letter can have. A new one is added here and given by whoever writes letters. */
const VALUES = new Set([
  ...[
    'schoolName',
    'reference',
    'trustName',
    'bodyName',
    'documentName',
    'toName',
    'link',
    'stopLink',
  ],
  ...[
    'replyBy',
    'date',
    'onBehalfOf',
    'reason',
    'what',
    'outcome',
    'opens',
    'partyName',
    'consentingBody',
  ],
  ...[
    'replyNumber',
    'theirWords',
    'otherSchools',
    'otherWords',
    'checkCode',
    'wordsHash',
    'otherSchool',
    'rule',
    'silence',
    'onPaper',
    'until',
    'agenda',
  ],
  ...['papers', 'place', 'startsAt', 'standing', 'requisition', 'governors'],
  ...['academyUrn', 'groupName', 'deskName'],
]);
const LONGEST_SENTENCE = 25;
const LONGEST_SUBJECT = 110;

/** Everything that is wrong with the letters' wording, a sentence each; none means all is well. */
export function checkLetters(
  templates: Iterable<Template> = loadTemplates().values(),
): readonly string[] {
  return [...templates].flatMap((template) =>
    [...placeholderFaults(template), ...linkFaults(template), ...wordingFaults(template)].map(
      (fault) => `${template.name}: ${fault}`,
    ),
  );
}

function placeholderFaults(template: Template): string[] {
  const { subject, body, placeholders, optional } = template;
  const declared = new Set([...placeholders, ...optional]);
  const used = new Set(namesIn(subject + body));
  return [
    ...[...used].filter((name) => !declared.has(name)).map((name) => `{${name}} is not declared`),
    ...[...declared].filter((name) => !used.has(name)).map((name) => `${name} is never used`),
    ...[...declared, ...namesIn(footerOf(template))]
      .filter((name) => !VALUES.has(name))
      .map((name) => `${name} is not a value that letters have`),
    ...(used.has('toName') ? [] : ['it does not name the person it is for']),
  ];
}

/** One link at most, alone on its line, with words that say what it does. */
function linkFaults({ subject, body, action, reply }: Template): string[] {
  const links = namesIn(subject + body).filter((name) => name === 'link').length;
  const alone = body.split(/\n{2,}/).filter((block) => block.trim() === '{link}').length;
  return [
    ...(links === alone ? [] : ['{link} does not stand alone between empty lines']),
    ...(links <= 1 ? [] : ['it has more than one link']),
    ...(links > 0 === (action !== null) ? [] : ['a link and its action belong together']),
    ...(reply && links === 0 ? ['it may be answered and has no link'] : []),
  ];
}

function wordingFaults({ subject, body }: Template): string[] {
  const long = sentencesOf(body).filter((text) => text.split(/\s+/).length > LONGEST_SENTENCE);
  return [
    ...long.map((text) => `over ${LONGEST_SENTENCE} words: "${text}"`),
    ...(/\bplease\b/i.test(subject + body) ? ['it says "please"'] : []),
    ...(subject.length > LONGEST_SUBJECT ? ['its subject is too long'] : []),
  ];
}

function sentencesOf(body: string): string[] {
  return body
    .split(/\n{2,}/)
    .flatMap((block) => block.replaceAll('\n', ' ').split(/(?<=[.?!:])\s+/))
    .map((sentence) => sentence.trim());
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!);
}
