import { Module } from '@nestjs/common';
import { OverridesController } from './overrides.controller.js';

/** The desk of the senior officer, who decides on overrides. */
@Module({ controllers: [OverridesController] })
export class OverridesModule {}
