/** What the ledger should be, in plain arrays: no database, no concurrency, nothing clever. */
export interface ModelGrant {
  name: string;
  remaining: number;
  priority: number;
  expiresAt: number | null;
  order: number;
}
export interface ModelCall {
  key: string;
  reservationId: string;
  fence: number;
  amount: number;
  deadline: number;
  state: 'pending' | 'unknown' | 'posted' | 'voided' | 'expired';
  tokens?: number;
  usageId?: string;
  paid: { grant: ModelGrant; amount: number; returned: number }[];
}

export class LedgerModel {
  grants: ModelGrant[] = [];
  calls: ModelCall[] = [];
  now: number;
  constructor(now: Date) {
    this.now = now.getTime();
  }

  get balance(): number {
    return this.grants.reduce((sum, grant) => sum + grant.remaining, 0);
  }
  get held(): number {
    return this.open().reduce((sum, call) => sum + call.amount, 0);
  }
  get free(): number {
    return this.balance - this.held;
  }
  open(): ModelCall[] {
    return this.calls.filter((call) => call.state === 'pending' || call.state === 'unknown');
  }
  inOrder(): ModelGrant[] {
    const end = (grant: ModelGrant) => grant.expiresAt ?? Number.POSITIVE_INFINITY;
    return [...this.grants].sort((a, b) =>
      end(a) === end(b) ? a.priority - b.priority || a.order - b.order : end(a) - end(b),
    );
  }

  grant(name: string, amount: number, priority: number, expiresAt: number | null): void {
    this.grants.push({ name, remaining: amount, priority, expiresAt, order: this.grants.length });
  }

  spend(amount: number): ModelCall['paid'] {
    const paid: ModelCall['paid'] = [];
    let rest = amount;
    for (const grant of this.inOrder()) {
      const part = Math.min(rest, grant.remaining);
      if (part === 0) continue;
      grant.remaining -= part;
      rest -= part;
      paid.push({ grant, amount: part, returned: 0 });
    }
    if (rest > 0) throw new Error('the model spent what it does not have');
    return paid;
  }

  settle(call: ModelCall, tokens: number): { credits: number; charged: number } {
    const credits = Math.ceil(tokens / 1000);
    const charged = Math.min(credits, call.amount + this.free);
    call.state = 'posted';
    call.tokens = tokens;
    call.paid = this.spend(charged);
    return { credits, charged };
  }

  refund(call: ModelCall, amount: number): void {
    let rest = amount;
    for (const use of [...call.paid].reverse()) {
      const part = Math.min(rest, use.amount - use.returned);
      use.returned += part;
      use.grant.remaining += part;
      rest -= part;
    }
  }

  refundable(call: ModelCall): number {
    return call.paid.reduce((sum, use) => sum + use.amount - use.returned, 0);
  }

  /** What the sweeper does: reservations past their deadline go first, then credits past their expiry. */
  sweep(): void {
    for (const call of this.open()) if (call.deadline <= this.now) call.state = 'expired';
    for (const grant of this.inOrder())
      if (grant.expiresAt !== null && grant.expiresAt <= this.now)
        grant.remaining -= Math.min(grant.remaining, Math.max(this.free, 0));
  }
}
