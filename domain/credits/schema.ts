import { z } from 'zod';
import { isoDate } from '../iso-date.ts';

const whole = z.number().int();
const filters = {
  siteId: z.uuid().optional(),
  modelId: z.uuid().optional(),
  operation: z.string().max(60).optional(),
  trigger: z.enum(['manual', 'automation', 'schedule', 'direct']).optional(),
  outcome: z.string().max(60).optional(),
  runId: z.uuid().optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
};
const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
};

export const AccountQuery = z.strictObject({ accountId: z.uuid().optional() });
export const UsageQuery = z.strictObject({
  ...AccountQuery.shape,
  ...filters,
  ...paging,
  format: z.enum(['json', 'csv']).default('json'),
});
export const SummaryQuery = z.strictObject({
  ...AccountQuery.shape,
  siteId: filters.siteId,
  from: filters.from,
  to: filters.to,
});
export const TransactionsQuery = z.strictObject({
  ...AccountQuery.shape,
  kind: z.enum(['grant', 'purchase', 'usage', 'refund', 'adjustment', 'expiry']).optional(),
  ...paging,
});
export const PeriodQuery = z.strictObject({ from: filters.from, to: filters.to });
export type UsageFilter = z.output<typeof UsageQuery>;

export const BalanceAnswer = z
  .object({
    accountId: z.uuid(),
    balance: whole,
    held: whole,
    available: whole,
    lowBalanceThreshold: whole,
    isLow: z.boolean(),
  })
  .meta({ id: 'CreditBalance' });
export const SetThreshold = z
  .strictObject({ lowBalanceThreshold: whole.min(0).max(1e12) })
  .meta({ id: 'SetLowBalanceThreshold' });
export const AccountsQuery = z.strictObject({ search: z.string().max(120).optional(), ...paging });
const listOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });
const Transaction = z
  .object({
    id: z.uuid(),
    sequence: whole,
    kind: z.string(),
    amount: whole,
    balanceAfter: whole,
    reason: z.string().nullable(),
    actor: z.string(),
    usageId: z.uuid().nullable(),
    operation: z.string().nullable(),
    at: z.date(),
  })
  .meta({ id: 'CreditTransaction' });
const UsageLine = z
  .object({
    id: z.uuid(),
    at: z.date(),
    accountId: z.uuid(),
    account: z.string().nullable(),
    siteId: z.uuid().nullable(),
    site: z.string().nullable(),
    user: z.string().nullable(),
    runId: z.uuid().nullable(),
    operation: z.string(),
    trigger: z.string(),
    attempt: whole,
    modelId: z.uuid().nullable(),
    model: z.string().nullable(),
    servedBy: z.string().nullable(),
    priceId: z.uuid().nullable(),
    inputTokens: whole.nullable(),
    outputTokens: whole.nullable(),
    images: whole.nullable(),
    credits: whole,
    charged: whole,
    shortfall: whole,
    providerCostUsd: z.string().nullable(),
    providerRequestId: z.string().nullable(),
    durationMs: whole.nullable(),
    outcome: z.string(),
  })
  .meta({ id: 'UsageRow' });

export const BookCredits = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['grant', 'purchase']),
      amount: whole.min(1).max(1e12),
      reason: z.string().trim().min(1).max(500),
      expiresAt: isoDate.nullish(),
      priority: whole.min(-1000).max(1000).optional(),
    }),
    z.strictObject({
      kind: z.literal('adjustment'),
      amount: whole
        .min(-1e12)
        .max(1e12)
        .refine((amount) => amount !== 0, 'Not 0.'),
      reason: z.string().trim().min(1).max(500),
    }),
    z.strictObject({
      kind: z.literal('refund'),
      usageId: z.uuid(),
      amount: whole.min(1).max(1e12).optional(),
      reason: z.string().trim().min(1).max(500),
    }),
  ])
  .meta({ id: 'BookCredits' });
export type BookCredits = z.output<typeof BookCredits>;
export const BookingAnswer = z
  .object({ transactionId: z.uuid(), amount: whole, balanceAfter: whole, repeated: z.boolean() })
  .meta({ id: 'CreditBooking' });

export const PricePreview = z
  .strictObject({
    tokensPerCredit: whole.min(1).max(1_000_000_000).optional(),
    creditsPerImage: whole.min(1).max(1_000_000).optional(),
    replacesModelId: z.uuid().optional(),
  })
  .meta({
    id: 'PricePreview',
    description: 'A draft price of the model, or the model whose usage it would take over.',
  });
export type PricePreview = z.output<typeof PricePreview>;
export const UpdateMoney = z
  .strictObject({
    usdPerCredit: z.string().regex(/^\d{1,7}(\.\d{1,6})?$/, 'An amount in US dollars, such as 0.01.'),
  })
  .meta({ id: 'UpdateMoney' });

const figure = z.string().describe('A decimal in US dollars.');
const sums = { calls: whole, tokens: whole, images: whole, credits: whole, charged: whole };
const share = z.object({ id: z.string().nullable(), label: z.string().nullable(), ...sums });
const uncosted = whole.describe(
  'Charged calls whose provider cost is not known: with any, the cost is at least, and the margin at most, what stands here.',
);
/** One side of a rehearsal. */
const side = z.object({
  credits: whole,
  revenueUsd: figure,
  providerCostUsd: figure,
  uncosted,
  marginUsd: figure,
  marginPerMille: whole.nullable(),
  negative: z.boolean(),
});
const margin = z.object({
  modelId: z.uuid().nullable(),
  model: z.string().nullable(),
  modelType: z.string().nullable(),
  calls: whole,
  charged: whole,
  revenueUsd: figure,
  providerCostUsd: figure,
  uncosted,
  marginUsd: figure,
  marginPerMille: whole.nullable(),
  negative: z.boolean(),
});
const finding = z.object({
  invariant: z.string(),
  accountId: z.uuid().nullable(),
  subject: z.string(),
  detail: z.string(),
});
const proof = z.object({
  id: z.uuid(),
  at: z.date(),
  durationMs: whole,
  accounts: whole,
  transactions: whole,
  ok: z.boolean(),
  findings: z.array(finding),
  askedBy: z.string(),
});

/** What the endpoints answer. */
export const TransactionList = listOf(Transaction).meta({ id: 'CreditTransactionList' });
export const UsageList = listOf(UsageLine).meta({ id: 'UsageList' });
export const AccountCreditsList = listOf(
  z.object({
    accountId: z.uuid(),
    account: z.string(),
    status: z.string(),
    balance: whole,
    held: whole,
    available: whole,
    isLow: z.boolean(),
    charged30Days: whole,
    createdAt: z.date(),
  }),
).meta({ id: 'AccountCreditsList' });
export const SummaryAnswer = z
  .object({
    from: z.date(),
    to: z.date(),
    totals: z.object({ ...sums, roundingHundredths: whole, roundingPerMille: whole, shortfall: whole }),
    days: z.array(z.object({ day: z.iso.date(), ...sums })),
    byOperation: z.array(share),
    byModel: z.array(share),
    bySite: z.array(share),
    byTrigger: z.array(share),
  })
  .meta({ id: 'UsageSummary' });
export const ReceiptAnswer = UsageLine.extend({
  reservationId: z.uuid().nullable(),
  modelType: z.string().nullable(),
  tokensPerCredit: whole.nullable(),
  creditsPerImage: whole.nullable(),
  formula: z.string(),
  rounding: z.string(),
  reserved: whole.nullable(),
  cachedTokens: whole.nullable(),
  reasoningTokens: whole.nullable(),
  source: z.string(),
  totalTokens: whole,
  recomputed: whole.nullable(),
  equal: z.boolean().nullable(),
  roundingHundredths: whole,
  released: whole.nullable(),
  refunded: whole,
  bookings: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      at: z.date(),
      reason: z.string().nullable(),
      amount: whole,
      grant: z.string(),
      grantExpiresAt: z.date().nullable(),
    }),
  ),
}).meta({ id: 'Receipt' });
export const MarginsAnswer = z
  .object({
    from: z.date(),
    to: z.date(),
    usdPerCredit: figure,
    models: z.array(margin),
    total: margin,
  })
  .meta({ id: 'Margins' });
export const MoneyAnswer = z
  .object({ usdPerCredit: figure, updatedAt: z.date().nullable(), version: whole })
  .meta({ id: 'PlatformMoney' });
export const ProofAnswer = proof.meta({ id: 'LedgerProof' });
export const BooksAnswer = z
  .object({
    invariants: z.array(z.object({ name: z.string(), sentence: z.string() })),
    proofs: z.array(proof),
  })
  .meta({ id: 'Books' });
export const RehearsalAnswer = z
  .object({
    from: z.date(),
    to: z.date(),
    days: whole,
    calls: whole,
    usdPerCredit: figure,
    before: side,
    after: side,
    /** Those whose credits change most, up to 100. */
    accounts: z.array(
      z.object({
        accountId: z.uuid(),
        account: z.string(),
        calls: whole,
        before: whole,
        after: whole,
        change: whole,
      }),
    ),
    accountsConcerned: whole,
  })
  .meta({ id: 'PriceRehearsal' });
export type Figures = z.output<typeof side>;
export type Rehearsal = z.output<typeof RehearsalAnswer>;
