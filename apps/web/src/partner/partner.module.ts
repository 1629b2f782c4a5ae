import { Module } from '@nestjs/common';
import { PartnerController } from './partner.controller.js';

/** What trusts, authorities, Regional Directors and unions see: read only, for now. */
@Module({ controllers: [PartnerController] })
export class PartnerModule {}
