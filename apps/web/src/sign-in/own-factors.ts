import { Injectable } from '@nestjs/common';
import { proofs, secondFactors, type ProvedBy, type Visitor } from '#identity';
import { Database, Refusal, inTransaction } from '#platform';

/** What holds for every kind of factor that somebody sets up. */
@Injectable()
export class OwnFactors {
  constructor(private readonly database: Database) {}

  /** The first is set up by whoever is signed in; once there is one, only by who has it. */
  async require(who: Visitor): Promise<void> {
    if (who.hasProved) return;
    const { any } = await secondFactors.of(this.database.pool, who.person.id);
    if (any) throw new Refusal('prove-again', { act: 'factors' });
  }

  /** The session proved by what was just set up, and the first recovery codes where there are none. */
  async proved(who: Visitor, by: ProvedBy) {
    return inTransaction(this.database.pool, async (tx) => {
      const session = await proofs.mark(tx, who.session.id, by);
      const { codesLeft } = await secondFactors.of(tx, who.person.id);
      const codes = codesLeft > 0 ? null : await secondFactors.makeCodes(tx, who.person.id);
      return { session, codes };
    });
  }
}
