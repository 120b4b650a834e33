import type { CredentialField } from '../schema/providers.ts';

interface SeedProvider {
  slug: string;
  name: string;
  kind: 'ai' | 'email' | 'payment';
  baseUrl: string;
  credentialFields: CredentialField[];
}

const apiKey = (pattern: string, example: string): CredentialField => ({
  name: 'api_key',
  label: 'API key',
  pattern,
  example,
});

/** The outside services. Key shapes as the providers' own documents give them. */
export const PROVIDERS: readonly SeedProvider[] = [
  {
    slug: 'openai',
    name: 'OpenAI',
    kind: 'ai',
    baseUrl: 'https://api.openai.com/v1',
    credentialFields: [apiKey('^sk-[A-Za-z0-9_-]{20,300}$', 'sk-proj-…')],
  },
  {
    slug: 'runware',
    name: 'Runware',
    kind: 'ai',
    baseUrl: 'https://api.runware.ai/v1',
    credentialFields: [apiKey('^[A-Za-z0-9]{20,64}$', '32 letters and digits')],
  },
  {
    slug: 'resend',
    name: 'Resend',
    kind: 'email',
    baseUrl: 'https://api.resend.com',
    credentialFields: [apiKey('^re_[A-Za-z0-9_]{16,100}$', 're_…')],
  },
  {
    slug: 'stripe',
    name: 'Stripe',
    kind: 'payment',
    baseUrl: 'https://api.stripe.com',
    credentialFields: [
      apiKey('^(sk|rk)_(test|live)_[A-Za-z0-9]{16,200}$', 'sk_live_…'),
      {
        name: 'webhook_secret',
        label: 'Webhook secret',
        pattern: '^whsec_[A-Za-z0-9]{16,200}$',
        example: 'whsec_…',
      },
    ],
  },
];
