import { newestFrame, writeCode } from './code-frame.js';
import { codedResponse, codedResponses, giveCodes, noCodeFits, takeCodeBack } from './codings.js';
import { partsOf } from './parts.js';

/** What replies speak of: the frame of codes, and which words have which. */
export const codes = {
  frame: newestFrame,
  write: writeCode,
  of: codedResponses,
  ofOne: codedResponse,
  parts: partsOf,
  give: giveCodes,
  takeBack: takeCodeBack,
  noneFits: noCodeFits,
};
