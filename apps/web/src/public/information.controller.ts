import { Controller, Get } from '@nestjs/common';
import { ForAnyone } from '../http/audience.js';
import { page } from '../http/page.js';

@Controller()
@ForAnyone('says how the service works and what it keeps')
export class InformationController {
  @Get('accessibility')
  accessibility() {
    return page('public/accessibility');
  }

  @Get('privacy')
  privacy() {
    return page('public/privacy');
  }

  @Get('cookies')
  cookies() {
    return page('public/cookies');
  }

  @Get('contact')
  contact() {
    return page('public/contact');
  }
}
