import { Module } from '@nestjs/common';
import { ConsentController } from './consent.controller.js';
import { DecisionController } from './decision.controller.js';
import { PolicyController } from './policy.controller.js';
import { ExtentController } from './extent.controller.js';
import { FaithDeskController } from './desk.controller.js';

/** The desk of a body that consents: what waits for it, the papers, and its own decision. */
@Module({
  controllers: [
    FaithDeskController,
    PolicyController,
    DecisionController,
    ExtentController,
    ConsentController,
  ],
})
export class FaithModule {}
