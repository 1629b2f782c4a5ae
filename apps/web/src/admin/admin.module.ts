import { Module } from '@nestjs/common';
import { AdminController } from './admin.controller.js';
import { LawDataController } from './law-data.controller.js';

/** What an administrator looks after: who clerks and decides, and what of the law is data. */
@Module({ controllers: [AdminController, LawDataController] })
export class AdminModule {}
