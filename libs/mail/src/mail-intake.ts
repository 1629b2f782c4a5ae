import { acceptMail } from './accept-mail.js';
import { startMailbox } from './fetch-mailbox.js';
import { startIntake } from './intake.js';

/**
 * The three ways in which mail comes, all to one `receive`: it is sent here by SMTP (`listen`),
 * fetched from a mailbox by IMAP (`fetch`), or handed over by a provider (`accept`).
 */
export const mailIntake = { listen: startIntake, fetch: startMailbox, accept: acceptMail } as const;
