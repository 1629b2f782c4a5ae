import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { CompletionController } from './completion/completion.controller.js';
import { ConsentsController } from './consents/consents.controller.js';
import { CorrectController } from './correct.controller.js';
import { DeskController } from './desk.controller.js';
import { DutiesController } from './duties.controller.js';
import { DocumentsController } from './documents.controller.js';
import { GroupPapersController } from './groups/group-papers.controller.js';
import { GroupsController } from './groups/groups.controller.js';
import {
  InvitationController,
  SentInvitationsController,
} from './groups/invitations.controller.js';
import { LettersController } from './letters.controller.js';
import { OpenCaseController } from './open-case.controller.js';
import { PeopleController } from './people.controller.js';
import { CourseController } from './course.controller.js';
import { RecordController } from './record.controller.js';
import { RulesController } from './rules.controller.js';
import { TimelineController } from './timeline.controller.js';
import { BoardRollController } from './board/board.controller.js';
import { BoardProcedureController } from './board/procedure.controller.js';
import { MeetingsController } from './board/meetings.controller.js';
import { StepsController } from './steps/steps.controller.js';

/** The clerk's desk: what needs somebody, the cases, and everything about each. */
@Module({
  controllers: [
    DeskController,
    OpenCaseController,
    CaseController,
    PeopleController,
    DocumentsController,
    DutiesController,
    LettersController,
    TimelineController,
    RecordController,
    RulesController,
    ConsentsController,
    CourseController,
    CorrectController,
    CompletionController,
    BoardRollController,
    BoardProcedureController,
    MeetingsController,
    StepsController,
    GroupPapersController,
    GroupsController,
    SentInvitationsController,
    InvitationController,
  ],
})
export class ClerkModule {}
