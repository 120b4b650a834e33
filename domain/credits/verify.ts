import { desc, sql } from 'drizzle-orm';
import { creditProofs } from '../../db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { raiseNotice } from '../notices/index.ts';
import { INVARIANTS } from './invariants.ts';

/** A row for which an invariant does not hold. */
export interface Finding {
  invariant: string;
  accountId: string | null;
  subject: string;
  detail: string;
}

export interface Proof {
  id: string;
  at: Date;
  durationMs: number;
  accounts: number;
  transactions: number;
  ok: boolean;
  findings: Finding[];
  askedBy: string;
}

/** At most this many rows at fault are kept for each invariant: enough to act on. */
const MOST = 100;

/**
 * Recomputes every balance and checks every invariant against the whole ledger, and records the proof. Never throws for a fault
 * in the books: `ok` and `findings` tell. Administrators and the system. Seconds on millions of rows: a job or a button, not a page load.
 */
export async function verifyBooks(ctx: Context): Promise<Proof> {
  requireAdministrator(ctx);
  const started = performance.now();
  const now = ctx.clock.now();
  return inTransaction(ctx, async (tx) => {
    const findings: Finding[] = [];
    for (const { name, query } of INVARIANTS) {
      const rows = await tx.db.execute<{ account_id: string | null; subject: string; detail: string }>(
        sql.raw(`${query.replaceAll('$now', `'${now.toISOString()}'`)} limit ${MOST}`),
      );
      findings.push(
        ...rows.map((row) => ({
          invariant: name,
          accountId: row.account_id,
          subject: row.subject,
          detail: row.detail,
        })),
      );
    }
    const [size] = await tx.db.execute<{ accounts: string; transactions: string }>(
      sql`select (select count(*) from credit_accounts) as accounts, (select count(*) from credit_transactions) as transactions`,
    );
    const values = {
      at: now,
      durationMs: Math.round(performance.now() - started),
      accounts: Number(size?.accounts),
      transactions: Number(size?.transactions),
      ok: findings.length === 0,
      findings,
      askedBy: tx.actor.label,
    };
    const [proof] = await tx.db.insert(creditProofs).values(values).returning();
    return proof as Proof;
  });
}

/**
 * Proves the books when the last proof is older than `everyMs`, one process at a time, and tells administrators when something
 * does not add up. For every worker, as often as it likes. Returns null when it was not due.
 */
export async function proveWhenDue(ctx: Context, everyMs: number): Promise<Proof | null> {
  return inTransaction(ctx, async (tx) => {
    const [turn] = await tx.db.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(7164985) as mine`,
    );
    const [last] = await listProofs(tx, 1);
    if (!turn?.mine || (last && tx.clock.now().getTime() - last.at.getTime() < everyMs)) return null;
    const proof = await verifyBooks(tx);
    if (!proof.ok) {
      const broken = [...new Set(proof.findings.map((finding) => finding.invariant))];
      await raiseNotice(tx, {
        audience: 'administrator',
        kind: 'books.fault',
        key: `${proof.at.toISOString().slice(0, 10)}:${broken.join(',')}`,
        title: 'The books do not balance',
        body: `${proof.findings.length} rows are at fault: ${broken.join(', ').replaceAll('_', ' ')}.`,
        link: '/admin/books',
      });
    }
    return proof;
  });
}

/** The newest proofs first. Administrators and the system. */
async function listProofs(ctx: Context, limit = 20): Promise<Proof[]> {
  requireAdministrator(ctx);
  return inTransaction(ctx, ({ db }) =>
    db.select().from(creditProofs).orderBy(desc(creditProofs.at), desc(creditProofs.id)).limit(limit),
  );
}

/** The invariants by name, in the words of the Books page. */
const invariantSentences = (): { name: string; sentence: string }[] =>
  INVARIANTS.map(({ name, sentence }) => ({ name, sentence }));

export interface Books {
  invariants: { name: string; sentence: string }[];
  proofs: Proof[];
}

/** The Books page: every invariant in words, and the last proofs. */
export const books = async (ctx: Context): Promise<Books> => ({
  invariants: invariantSentences(),
  proofs: await listProofs(ctx),
});
