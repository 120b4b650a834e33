import { z } from 'zod';
import { answeredError, JSON_BYTES, lineError, parseJson, sendFor } from './transport.ts';
import type { Adapter, ProviderCall } from './types.ts';

const Fault = z.object({
  name: z.string().nullish(),
  message: z.string().nullish(),
  error: z.object({ message: z.string().nullish(), code: z.string().nullish() }).nullish(),
});

/** The cheapest documented call of a service that serves no models, made to learn whether its key works. */
async function check(
  call: ProviderCall,
  path: string,
  isValid: (code: string | null) => boolean,
): Promise<[]> {
  const response = await sendFor(call, { url: `${call.baseUrl}${path}`, maxBytes: JSON_BYTES }).catch(
    (error: unknown) => {
      throw lineError(error, call.secret);
    },
  );
  if (response.status === 200) {
    parseJson(response);
    return [];
  }
  const fault = response.headers['content-type']?.includes('json')
    ? Fault.safeParse(parseJson(response)).data
    : undefined;
  const code = fault?.error?.code ?? fault?.name ?? null;
  if (isValid(code)) return [];
  throw answeredError(
    {
      status: response.status,
      code,
      message: fault?.error?.message ?? fault?.message ?? '',
      headers: response.headers,
    },
    call.secret,
  );
}

/** E-mail. A key that may only send is refused the list of domains, by a name that says that it is a good key. */
export const resend: Adapter = {
  slug: 'resend',
  listModels: (call) => check(call, '/domains', (code) => code === 'restricted_api_key'),
};

/** Payment. */
export const stripe: Adapter = {
  slug: 'stripe',
  listModels: (call) => check(call, '/v1/balance', () => false),
};
