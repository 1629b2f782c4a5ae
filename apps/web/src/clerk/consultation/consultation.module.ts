import { Module } from '@nestjs/common';
import { AgreementController } from './agreement.controller.js';
import { AskedGroupsController } from './asked-groups.controller.js';
import { AnswersController } from './answers.controller.js';
import { BallotsController } from './ballots.controller.js';
import { BesideController } from './beside.controller.js';
import { CampaignsController } from './campaigns.controller.js';
import { CheckLettersController } from './check-letters.controller.js';
import { CodesController } from './codes.controller.js';
import { CodingController } from './coding.controller.js';
import { ConsulteesController } from './consultees.controller.js';
import { FactsController } from './facts.controller.js';
import { EnteringController } from './entering.controller.js';
import { JointController } from './joint.controller.js';
import { LaterController } from './later.controller.js';
import { MailLogController } from './mail-log.controller.js';
import { MailDeskController } from './mail-desk.controller.js';
import { ConsultationMeetingsController } from './meetings.controller.js';
import { GatheringsController } from './gatherings.controller.js';
import { CopyController } from './copies.controller.js';
import { ConsultationController } from './overview.controller.js';
import { PublicPageController } from './public-page.controller.js';
import { PublishedController } from './published.controller.js';
import { MarkedAnswersController } from './marked-answers.controller.js';
import { QuestionsController } from './questions.controller.js';
import { ReportController } from './report.controller.js';
import { ResponsesController } from './responses.controller.js';
import { SurveysController } from './surveys.controller.js';
import { SendingsController } from './sendings.controller.js';
import { TextController } from './text.controller.js';
import { ThemesController } from './themes.controller.js';
import { UnmatchedController } from './unmatched.controller.js';
import { UnreachedController } from './unreached.controller.js';

/** The clerk's pages for whom a consultation asks and what came back. */
@Module({
  controllers: [
    ConsultationController,
    AskedGroupsController,
    CheckLettersController,
    SendingsController,
    MailLogController,
    ConsulteesController,
    FactsController,
    TextController,
    PublicPageController,
    GatheringsController,
    QuestionsController,
    JointController,
    MarkedAnswersController,
    AnswersController,
    EnteringController,
    ConsultationMeetingsController,
    SurveysController,
    BesideController,
    PublishedController,
    CopyController,
    ResponsesController,
    BallotsController,
    CampaignsController,
    AgreementController,
    CodesController,
    CodingController,
    ThemesController,
    ReportController,
    LaterController,
    MailDeskController,
    UnmatchedController,
    UnreachedController,
  ],
})
export class ClerkConsultationModule {}
