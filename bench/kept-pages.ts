// The web app with a second address for its two busiest pages that shows them as they were first
// put together: the same session, frame and template, and nothing looked up.
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Inject, Module, Param, Query } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Database, openLog, readSettings, runProcess } from '#platform';
import type { Visitor } from '#identity';
import { z } from 'zod';
import { CaseController } from '../apps/web/src/clerk/case.controller.js';
import { DeskController } from '../apps/web/src/clerk/desk.controller.js';
import { createApp } from '../apps/web/src/create-app.js';
import { For, Who } from '../apps/web/src/http/audience.js';
import type { Page } from '../apps/web/src/http/page.js';

const CASE_ID = { schema: z.uuid() };
const LIST_QUERY = z.object({ q: z.string().optional(), stage: z.string().optional() });
type ListQuery = z.infer<typeof LIST_QUERY>;

@Controller('kept')
@For('clerk')
class KeptPages {
  private readonly pages = new Map<string, Page>();

  constructor(@Inject(ModuleRef) private readonly app: ModuleRef) {}

  @Get('cases')
  async list(@Who() who: Visitor, @Query({ schema: LIST_QUERY }) query: ListQuery) {
    const desk = this.app.get(DeskController, { strict: false });
    return this.kept(JSON.stringify(query), () => desk.cases(who, query));
  }

  @Get('cases/:id')
  async overview(@Param('id', CASE_ID) id: string, @Who() who: Visitor) {
    const cases = this.app.get(CaseController, { strict: false });
    return this.kept(id, () => cases.overview(id, who));
  }

  private async kept(key: string, put: () => Promise<Page>): Promise<Page> {
    const found = this.pages.get(key) ?? (await put());
    this.pages.set(key, found);
    return found;
  }
}

@Module({ controllers: [KeptPages] })
class KeptPagesModule {}

runProcess(async () => {
  const settings = readSettings(process.env);
  const log = openLog('web');
  const database = await Database.open({ url: settings.database.url! });
  const extra = { imports: [KeptPagesModule] };
  const app = await createApp({ settings, database, log, extra });
  await app.listen(settings.port ?? 0, settings.host);
  log.info({ port: (app.getHttpServer().address() as AddressInfo).port }, 'listening');
  return {
    log,
    async stop() {
      await app.close();
      await database.close();
    },
  };
});
