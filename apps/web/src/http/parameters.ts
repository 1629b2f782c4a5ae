import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { z } from 'zod';
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

/**
 * The ids that an address names, for `@Param(named('id', 'meeting')) at: Named<'id' | 'meeting'>`.
 * An address with anything else in their place is not found.
 */
export const named = <N extends string>(...names: readonly N[]) => ({
  schema: z.object(Object.fromEntries(names.map((name) => [name, z.uuid()]))),
});
export type Named<N extends string> = Readonly<Record<N, string>>;
