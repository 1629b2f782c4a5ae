import { candidatesFor, dependsOn, isGoing, listGroups, readGroup } from './group.js';
import { dependOn, joinGroup } from './join-group.js';
import { makeGroup } from './make-group.js';
import { invitations } from './invitations.js';
import { mayLeave } from './tell-group.js';
import { filePapersOfGroup, papersOfGroup, usesOfPapers } from './group-papers.js';

export type { Candidate, Group, GroupKind, ListedGroup, Member, OwnCase } from './group.js';
export type { Invitation, SentInvitation } from './invitations.js';
export type { PaperUse } from './group-papers.js';

/** Schools that go together: made, joined, declared dependent, and the papers that they share. */
export const projectGroups = {
  list: listGroups,
  read: readGroup,
  candidates: candidatesFor,
  make: makeGroup,
  join: joinGroup,
  depend: dependOn,
  ...invitations,
  isGoing,
  dependsOn,
  mayLeave,
  filePapers: filePapersOfGroup,
  papers: papersOfGroup,
  uses: usesOfPapers,
};
