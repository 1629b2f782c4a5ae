// Words of quoted-mail headers as mail programs write them, by language. A new language is a new
// line here; where we hold the letter we sent, none of them is needed.

const from = split(`
  from|von|de|da|van|från|fra|od|lähettäjä|feladó|от|від|από|kimden|oddawca|expéditeur|
  message du|gönderen|oddi wrth|remitente|mittente|afzender|absender|reply-to|发件人|寄件者|差出人|
  보낸 사람|من|منجانب`);
const date = split(`
  sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|fecha|data|
  inviato|verzonden|skickat|sendt|dato|wysłano|data wysłania|odesláno|lähetetty|päivämäärä|
  päiväys|elküldve|dátum|отправлено|дата|надіслано|ημερομηνία|gönderildi|gönderme tarihi|
  tarih|trimis|anfonwyd|dyddiad|sent on|date sent|发送时间|日期|寄件日期|送信日時|日付|보낸 날짜|تاريخ|تاریخ|
  الإرسال`);
const to = split(`
  to|an|à|a|para|aan|till|til|do|komu|vastaanottaja|címzett|кому|προς|kime|către|
  destinataire|收件人|宛先|받는 사람|إلى|بنام`);
const copy = split('cc|kopie|copie à|copie a|kopia|kopi|dw|kopio|копия|bcc');
const subject = split(`
  subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|
  predmet|aihe|tárgy|тема|θέμα|konu|subiect|pwnc|主题|主旨|件名|제목|الموضوع|موضوع`);
const other = split('importance|attachments|organization|reply to|resent-from|priority');

export type HeaderLabel = 'from' | 'date' | 'to' | 'copy' | 'subject' | 'other';

const byLabel: [HeaderLabel, string[]][] = [
  ['other', other],
  ['subject', subject],
  ['copy', copy],
  ['to', to],
  ['date', date],
  ['from', from],
];
export const headerLabels = new Map(
  byLabel.flatMap(([label, words]) => words.map((word) => [word, label] as const)),
);

/** Between dashes, or alone before a colon. */
export const originalMessagePhrases = split(`
  original message|ursprüngliche nachricht|originalnachricht|original-nachricht|
  message d'origine|message d’origine|message original|mensaje original|
  messaggio originale|oorspronkelijk bericht|mensagem original|oprindelig meddelelse|
  ursprungligt meddelande|opprinnelig melding|wiadomość oryginalna|alkuperäinen viesti|
  исходное сообщение|пересылаемое сообщение|původní zpráva|eredeti üzenet|
  forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré|
  messaggio inoltrato|mensaje reenviado|mensagem encaminhada|doorgestuurd bericht|
  neges wreiddiol|reply message|original appointment|original e-mail|original email`);

/** One list a line reads better than one word a line. */
function split(words: string): string[] {
  return words.split('|').map((word) => word.trim());
}
