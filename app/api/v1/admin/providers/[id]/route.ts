import { z } from 'zod';
import { getProvider, Provider, UpdateProvider, updateProvider } from '#domain/providers/index.ts';
import { route } from '#server/http/index.ts';

const params = z.strictObject({ id: z.uuid() });

export const GET = route(
  {
    operation: 'getProvider',
    summary: 'One provider',
    tag: 'Providers',
    access: 'administrator',
    params,
    answer: Provider,
  },
  (ctx, input) => getProvider(ctx, input.params.id),
);

export const PATCH = route(
  {
    operation: 'updateProvider',
    summary: 'Change name, address or active flag; another address voids the stored keys',
    tag: 'Providers',
    access: 'administrator',
    params,
    body: UpdateProvider,
    answer: Provider.extend({ voidedCredentials: z.number().int() }).meta({ id: 'UpdatedProvider' }),
    ifMatch: true,
  },
  (ctx, input) => updateProvider(ctx, input.params.id, input.expectedVersion, input.body),
);
