import { Module } from '@nestjs/common';
import { AdminController } from './admin.controller.js';
import { CalendarController } from './calendar.controller.js';
import { LawDataController } from './law-data.controller.js';

/** What an administrator looks after: who clerks and decides, the calendar, what of the law is data. */
@Module({ controllers: [AdminController, CalendarController, LawDataController] })
export class AdminModule {}
