/** Who set a call off: a person's click, an automation, its schedule, or another program. */
export type Trigger = 'manual' | 'automation' | 'schedule' | 'direct';

/** `pending` and `unknown` hold credits; the other three are final. */
export type ReservationState = 'pending' | 'unknown' | 'posted' | 'voided' | 'expired';

export type TransactionKind = 'grant' | 'purchase' | 'usage' | 'refund' | 'adjustment' | 'expiry';

export interface Balance {
  accountId: string;
  /** Credits the account owns, held ones included. */
  balance: number;
  /** Of these, reserved for calls under way. */
  held: number;
  /** What a new call may reserve: balance minus held. */
  available: number;
  /** The account's people are told once each time the balance falls below it. */
  lowBalanceThreshold: number;
  isLow: boolean;
}

export interface ReserveInput {
  accountId: string;
  /** Idempotency key, unique within the account, e.g. `run:<id>:<step>:<attempt>`. */
  key: string;
  /** Upper bound of the call's cost in credits, at least 1. */
  amount: number;
  /** Past it the sweeper releases the credits and refuses a late settlement. */
  deadline: Date;
  /** Price version in force (model_prices.id); its terms are kept with the reservation. */
  priceId: string;
  /** The model whose price the customer pays. */
  modelId: string;
  /** The model that is really called. */
  servedModelId: string;
  siteId: string | null;
  runId: string | null;
  operation: string;
  trigger: Trigger;
  attempt: number;
  /** The person on whose behalf, where the worker acts later. Default: the context's user. */
  userId?: string | null;
}

export interface Reservation {
  reservationId: string;
  /** Goes with settle, void and markUnknown; an older one is refused. */
  fence: number;
  amount: number;
  state: ReservationState;
  /** True when this key had been used before with the same request: nothing more was held. */
  repeated: boolean;
}

export interface SettleInput {
  reservationId: string;
  fence: number;
  inputTokens?: number | null;
  outputTokens?: number | null;
  /** Within inputTokens. */
  cachedTokens?: number | null;
  /** Within outputTokens. */
  reasoningTokens?: number | null;
  /** Images delivered. */
  images?: number | null;
  /** What the provider takes for the call, USD as a decimal string. */
  providerCostUsd: string | null;
  providerRequestId: string | null;
  durationMs: number;
  /** `succeeded`, `partial`, or a short code of what went wrong; `nothing_produced` is set by itself when nothing was used. */
  outcome: string;
}

export interface Settlement {
  usageId: string;
  /** What the call cost by its price. */
  credits: number;
  /** What the account paid. */
  charged: number;
  /** credits − charged: used above the reservation while nothing more was available; the platform bears it. */
  shortfall: number;
}

export interface VoidInput {
  reservationId: string;
  fence: number;
  reason: string;
  /** A call that was made and failed gets a usage row of 0 credits with this outcome; null: no call was made, no row. */
  outcome: string | null;
  providerCostUsd?: string | null;
  providerRequestId?: string | null;
  durationMs?: number;
}

export interface GrantInput {
  accountId: string;
  amount: number;
  reason: string;
  expiresAt?: Date | null;
  /** Lower is spent first among grants that expire together. Default 0. */
  priority?: number;
  /** Idempotency key, unique within the account. */
  key: string;
  kind?: 'grant' | 'purchase';
}

export interface AdjustInput {
  accountId: string;
  /** Credits to add, or negative to take; taking more than is available is refused. */
  amount: number;
  reason: string;
  key: string;
}

export interface RefundInput {
  accountId: string;
  /** The usage row whose charge is given back. */
  usageId: string;
  /** Credits; default all that is left of the charge. */
  amount?: number;
  reason: string;
  key: string;
}

/** One movement of an account's balance, as booked. */
export interface Booking {
  transactionId: string;
  amount: number;
  balanceAfter: number;
  repeated: boolean;
}
