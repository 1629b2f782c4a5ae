// What reports without RFC 3464 say, lower case. Each list is data: a mail system met for the first
// time is a new line here.

/** The returned mail begins: nothing below belongs to the report. */
export const returnedMailStarts = split(`
  original message follows|original message below|message follows|--- original message|
  is a copy of the message|is a copy of your message|returned mail follows|the header of the original|
  header of the original message|message headers follow|included is a copy|
  ----- original message|mensaje original|unsent message below|lines of the message follows|
  lines of your original message|summary of the undelivered message|your message reads|
  message header follows|below this line is a copy|transcript of session follows|
  original message attached|copia del mensaje|ursprüngliche nachricht folgt|
  le message original|below is a copy|original message -----|text of your message|
  end of message|additional information follows`);

/** The mail will be tried again: nobody has failed yet. */
export const delayPhrases = split(`
  has not yet been delivered|not yet been delivered|will be retried|has been delayed|is delayed|
  delayed mail|warning: message|delivery delayed|still being retried|delivery attempts will continue|
  warning message only|this is a warning only|has been postponed|will continue to try|
  message delayed|could not be delivered for|we will keep trying|
  wird weiterhin versucht|sera réessayé|se seguirá intentando`);

/** The mail was not delivered. */
export const failurePhrases = split(`
  could not be delivered|not be delivered|cannot be delivered|could not deliver|can't be delivered|
  couldn't be delivered|wasn't able to deliver|was not able to deliver|unable to deliver|
  failed permanently|delivery failed|delivery has failed|recipients failed|recipient failed|
  addresses failed|address failed|address(es) failed|following addresses failed|permanent error|
  permanent failure|permanent fatal errors|not delivered|undeliverable|undelivered|user unknown|
  unknown user|user not known|no such user|user not found|mailbox unavailable|mailbox is full|
  mailbox full|over quota|quota exceeded|quota violation|does not exist|doesn't have a|
  no mailbox here|did not reach|could not be reached|has been returned|returning message to sender|
  invalid final delivery|no valid recipients|was rejected|automatically rejected|not accepted|
  delivery failure|failure notice|was aborted|address rejected|account disabled|relaying denied|
  delivery problems|does not have a final email delivery point|error-for:|unrouteable address|
  an error has occurred|failed recipient|invalid mailbox|not a valid user|wrong or no longer valid|
  intended recipient:|reached our local address|not listed in|no longer valid|
  konnte nicht zugestellt werden|nicht zugestellt|unzustellbar|n'a pas pu etre|n'a pas pu être|
  non remis|no pudo ser entregado|no se pudo entregar|nao pode ser|não pôde ser entregue|
  non è stato possibile recapitare|impossibile recapitare|kon niet worden bezorgd|
  onbestelbaar|kunne ikke leveres|kunde inte levereras|nie można dostarczyć|не может быть|
  не доставлено|配信できません|送信できません|无法投递|無法投遞|nid oedd modd danfon`);

/** In a subject these alone, from a system's own address, say that a mail came back. */
export const bounceSubjects = split(`
  failure notice|delivery failure|mail delivery failed|returned mail|undeliver|undelivered|
  delivery status notification|mail could not be delivered|could not be delivered|delivery report|
  delivery notification|failed mail|non remis|delivery has failed|permanent delivery failure|
  processing error|mail failed|message delivery failure|mail failure|warning: message|
  delivery problem|mail delivery warning|rejected mail|unzustellbar|não entregue|no entregado|
  nicht zugestellt|mail system error|user unknown|mail delivery delayed|message delayed|
  delayed mail|onbestelbaar|impossible de remettre|nondeliverable|delivery error`);

function split(words: string): string[] {
  return words.split('|').map((word) => word.trim());
}
