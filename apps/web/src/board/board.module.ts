import { Module } from '@nestjs/common';
import { BoardController } from './board.controller.js';
import { SubmitController } from './submit.controller.js';

/** What a governing board sees of its school's case, and the chair's own act on it. */
@Module({ controllers: [BoardController, SubmitController] })
export class BoardModule {}
