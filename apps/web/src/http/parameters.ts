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
 * What an address names, each part by its schema: `@Param(address({ … })) at: Addressed<…>`. An
 * address with anything else in their place is not found.
 */
export const address = <S extends z.ZodRawShape>(shape: S) => ({ schema: z.object(shape) });
export type Addressed<A extends { readonly schema: z.ZodType }> = z.output<A['schema']>;

/** The same where every part is an id: `named('id', 'meeting')`. */
export const named = <N extends string>(...names: readonly N[]) =>
  address(Object.fromEntries(names.map((name) => [name, z.uuid()])) as Record<N, z.ZodUUID>);
export type Named<N extends string> = Readonly<Record<N, string>>;
