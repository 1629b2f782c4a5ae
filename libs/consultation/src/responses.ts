import { afterReport, consider, repliesInReport, undecided } from './after-report.js';
import { checkRecord, proofOf } from './check-record.js';
import { counts } from './counts.js';
import { decideResponse } from './decide-response.js';
import { besideOf } from './channels/beside-response.js';
import { keepBallot, ballotsOf } from './channels/ballots.js';
import { meetingsOf, nameMeeting } from './channels/meetings.js';
import { joinSamePerson, ofSamePerson, partAgain } from './channels/respondents.js';
import { tiedTo } from './joint/reply-schools.js';
import { lookAgain, lookOf, waitingForLook } from './channels/second-looks.js';
import {
  keepSurvey,
  mapSurvey,
  previewSurvey,
  takeSurvey,
  waitingSurvey,
} from './channels/survey-import.js';
import { enterResponse } from './enter-response.js';
import { redaction } from './redaction/index.js';
import { campaigns } from './understanding/campaigns.js';
import { codes } from './understanding/codes.js';
import { piecesOf, readByHand } from './read-by-hand.js';
import { findResponse, listResponses, originalOf } from './read-responses.js';
import { CHANNELS, FORMS, PUBLISH } from './stakeholders.js';

/** What stakeholders said, for the clerk. */
export const responses = {
  list: listResponses,
  find: findResponse,
  original: originalOf,
  counts,
  enter: enterResponse,
  decide: decideResponse,
  inReport: repliesInReport,
  afterReport,
  undecided,
  piecesOf,
  readByHand,
  consider,
  campaigns,
  codes,
  beside: besideOf,
  meetings: { of: meetingsOf, name: nameMeeting },
  ballots: { of: ballotsOf, keep: keepBallot },
  secondLooks: { waiting: waitingForLook, of: lookOf, look: lookAgain },
  surveys: {
    keep: keepSurvey,
    waiting: waitingSurvey,
    map: mapSurvey,
    preview: previewSurvey,
    take: takeSurvey,
  },
  samePerson: { all: ofSamePerson, join: joinSamePerson, part: partAgain },
  copies: redaction,
  proofOf,
  recordedFor: tiedTo,
  check: checkRecord,
  /** Every way in which one comes, every kind of author, everything that may be printed. */
  kinds: { channels: CHANNELS, forms: FORMS, publish: PUBLISH },
};
