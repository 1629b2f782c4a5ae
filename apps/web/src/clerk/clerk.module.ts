import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { DeskController } from './desk.controller.js';
import { OpenCaseController } from './open-case.controller.js';
import { StepsController } from './steps/steps.controller.js';

/** The clerk's desk: what needs somebody, the cases, and everything about each. */
@Module({ controllers: [DeskController, OpenCaseController, CaseController, StepsController] })
export class ClerkModule {}
