import { newestFrame, writeCode } from './code-frame.js';
import { codedResponse, codedResponses, giveCodes, noCodeFits, takeCodeBack } from './codings.js';
import { partsOf } from './parts.js';
import {
  agreementOf,
  codesIn,
  decideCodes,
  drawSample,
  newestSample,
  readSecond,
  readTwice,
} from './second-readings.js';

/** What replies speak of: the frame of codes, which words have which, and how far two people agree. */
export const codes = {
  frame: newestFrame,
  write: writeCode,
  of: codedResponses,
  ofOne: codedResponse,
  parts: partsOf,
  give: giveCodes,
  takeBack: takeCodeBack,
  noneFits: noCodeFits,
  draw: drawSample,
  sample: newestSample,
  readTwice,
  codesIn,
  readSecond,
  decide: decideCodes,
  agreement: agreementOf,
};
