import { Module } from '@nestjs/common';
import { ClockController } from './clock.controller.js';
import { PeopleController } from './people.controller.js';
import { PostOfficeController } from './post-office.controller.js';

/**
 * What lets a newcomer play every part in one sitting: whom to be, the letters that were sent, and
 * the clock. It is part of the application only on an example installation; anywhere else none of
 * these addresses exists.
 */
@Module({ controllers: [PeopleController, ClockController, PostOfficeController] })
export class ExampleModule {}
