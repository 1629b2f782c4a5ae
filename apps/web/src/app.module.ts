import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { Database, type Log, type Settings } from '#platform';
import { HealthController } from './http/health.controller.js';
import { LOG, SETTINGS } from './http/tokens.js';
import { InformationController } from './public/information.controller.js';
import { StartController } from './public/start.controller.js';
import { AccountController, SignInController } from './sign-in/sign-in.controller.js';

export interface Extra {
  readonly controllers?: Type[];
  readonly imports?: Type[];
}

/** The web application: the ground, and below `imports` one module an audience. */
@Global()
@Module({
  controllers: [
    HealthController,
    StartController,
    InformationController,
    SignInController,
    AccountController,
  ],
  imports: [],
})
export class AppModule {
  static with(settings: Settings, database: Database, log: Log, extra: Extra = {}): DynamicModule {
    const providers = [
      { provide: Database, useValue: database },
      { provide: SETTINGS, useValue: settings },
      { provide: LOG, useValue: log },
    ];
    return { module: AppModule, providers, exports: providers, ...extra };
  }
}
