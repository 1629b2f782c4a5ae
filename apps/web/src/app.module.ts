import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { Database, type Log, type Settings } from '#platform';
import type { Office } from '#cases';
import { AdminModule } from './admin/admin.module.js';
import { BoardModule } from './board/board.module.js';
import { ClerkModule } from './clerk/clerk.module.js';
import { ClerkConsultationModule } from './clerk/consultation/consultation.module.js';
import { ExampleModule } from './example/example.module.js';
import { FaithModule } from './faith/faith.module.js';
import { OFFICE } from './http/acts.js';
import { HealthController } from './http/health.controller.js';
import { LOG, SETTINGS } from './http/tokens.js';
import { CheckRecordController } from './public/check-record.controller.js';
import { ConsultationController } from './public/consultation.controller.js';
import { ConsultationsController } from './public/consultations.controller.js';
import { GatheringsController } from './public/gatherings.controller.js';
import { InformationController } from './public/information.controller.js';
import { LawController } from './public/law.controller.js';
import { RepliesController } from './public/replies.controller.js';
import { StartController } from './public/start.controller.js';
import { OverridesModule } from './overrides/overrides.module.js';
import { PartnerModule } from './partner/partner.module.js';
import { MailHookController } from './provider/mail-hook.controller.js';
import { ReplyModule } from './reply/reply.module.js';
import { AccountController } from './sign-in/account.controller.js';
import { FactorsController } from './sign-in/factors.controller.js';
import { OwnFactors } from './sign-in/own-factors.js';
import { PasskeysController } from './sign-in/passkeys.controller.js';
import { OwnPasswordController, PasswordController } from './sign-in/password.controller.js';
import { ProveController } from './sign-in/prove.controller.js';
import { ProviderController } from './sign-in/provider.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';

export interface Extra {
  readonly controllers?: Type[];
  readonly imports?: Type[];
  /** Folders of views. */
  readonly views?: readonly string[];
}

/** What the process was started with. */
export interface Given {
  readonly settings: Settings;
  readonly database: Database;
  readonly log: Log;
  readonly office: Office;
}

/** The web application: the ground, and below `imports` one module an audience. */
@Global()
@Module({
  controllers: [
    HealthController,
    StartController,
    InformationController,
    LawController,
    ConsultationsController,
    CheckRecordController,
    GatheringsController,
    ConsultationController,
    RepliesController,
    MailHookController,
    SignInController,
    ProveController,
    FactorsController,
    PasskeysController,
    PasswordController,
    OwnPasswordController,
    ProviderController,
    AccountController,
  ],
  imports: [
    ClerkModule,
    ClerkConsultationModule,
    FaithModule,
    BoardModule,
    ReplyModule,
    PartnerModule,
    OverridesModule,
    AdminModule,
  ],
})
export class AppModule {
  static with({ settings, database, log, office }: Given, extra: Extra = {}): DynamicModule {
    const providers = [
      OwnFactors,
      { provide: Database, useValue: database },
      { provide: SETTINGS, useValue: settings },
      { provide: LOG, useValue: log },
      { provide: OFFICE, useValue: office },
    ];
    const { controllers = [], imports = [] } = extra;
    const only = settings.isExample ? [ExampleModule] : [];
    return {
      module: AppModule,
      providers,
      exports: providers,
      controllers,
      imports: [...only, ...imports],
    };
  }
}
