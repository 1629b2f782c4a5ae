import { Controller, Get } from '@nestjs/common';
import { ForAnyone } from '../http/audience.js';
import { page } from '../http/page.js';

@Controller()
@ForAnyone('says what the service is')
export class StartController {
  @Get()
  start() {
    return page('public/start');
  }
}
