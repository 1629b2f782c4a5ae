// Each list holds the ways to say one thing. Three things said in one paragraph make a disclaimer:
// a parent who writes that something is confidential says one of them.
const sayings = [
  'confidential|privileged|vertraulich|confidentiel|riservat|cyfrinachol|poufn',
  `intended recipient|intended only for|intended solely|solely for|intended for|
    addressee|for the use of|uso esclusivo|destinataire|empfänger|destinatario|
    named recipient|not the recipient|geadresseerde`,
  `in error|by mistake|notify the sender|notify us|contact the sender|delete it|
    delete this|delete the|inform the sender|per errore|par erreur|irrtümlich|destroy|
    trwy gamgymeriad|cancellarlo`,
  `this email|this e-mail|this message|this communication|any attachment|any files|
    its attachments|questo messaggio|ce message|diese e-mail|este mensaje|
    information contained|informazioni contenute|contents of this`,
  `unauthorised|unauthorized|disclos|disseminat|copying|distribution of|prohibited|
    strictly|copiare|you must not`,
  'virus|malware|liability|no responsibility|monitored|monitoring',
  'views expressed|opinions expressed|do not necessarily|not necessarily',
  'registered office|registered in england|company number|charity number|vat number',
  `environment before printing|think before you print|print this email|
    print this e-mail`,
].map((ways) => ways.split('|').map((words) => words.trim()));
const sure = [
  'environment before printing',
  'environment before you print',
  'think before you print',
];
const ENOUGH = 3;

/** Whether a paragraph is the legal notice that an organisation puts below every mail. */
export function isDisclaimer(paragraph: string): boolean {
  if (paragraph.length < 40) return false;
  const text = paragraph.slice(0, 3_000).toLowerCase();
  if (sure.some((words) => text.includes(words)) && text.length < 300) return true;
  let said = 0;
  for (const ways of sayings) {
    if (ways.some((words) => text.includes(words))) said += 1;
    if (said >= ENOUGH) return true;
  }
  return false;
}
