export { recordVote } from './record-vote.js';
export type { VoteRecord } from './record-vote.js';
