import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { Refusal } from '#platform';
import { BadRequest } from './bad-request.js';

/**
 * Checks what a handler declares with a schema. An address that cannot name anything is not found;
 * a query or body that does not fit is a bad request. Forms of people use `answered` instead.
 */
export class ParameterCheck extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (schema === undefined) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value as T;
    throw metadata.type === 'param' ? new Refusal('not-found') : new BadRequest(400);
  }
}
