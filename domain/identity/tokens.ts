import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { apiTokens, users } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { DomainError, invalidField, notFound } from '../errors.ts';
import { isoDate } from '../iso-date.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import { personOf } from './own.ts';

/** `write` covers `read`; `admin` is an administrator's rights, and only an administrator may give it. */
export const TOKEN_SCOPES = ['read', 'write', 'admin'] as const;

export const CreateToken = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1).max(TOKEN_SCOPES.length),
  expiresAt: isoDate.nullable().default(null),
});
export type CreateToken = z.infer<typeof CreateToken>;
export const Token = createSelectSchema(apiTokens).omit({ hash: true }).extend({ userEmail: z.string() });
export type Token = z.infer<typeof Token>;
export const NewToken = Token.extend({ token: z.string() });

/** Makes an API token of one's own. The answer is the only place where it ever stands in full. Its scopes are a subset of one's rights. */
export async function createToken(ctx: Context, input: CreateToken): Promise<z.infer<typeof NewToken>> {
  const { userId, label, isAdministrator, scopes } = personOf(ctx);
  const granted = new Set(input.scopes);
  if (granted.has('admin') && !isAdministrator)
    throw new DomainError('forbidden', 'Only an administrator may make a token with the scope "admin".');
  // A token that makes tokens would outlive its own end and its own revocation.
  if (scopes) throw new DomainError('forbidden', 'Sign in to make a token: a token cannot make another.');
  if (input.expiresAt && input.expiresAt <= ctx.clock.now())
    throw invalidField('expiresAt', 'This time has passed.');
  const token = `igny8_${randomBytes(32).toString('base64url')}`;
  return inTransaction(ctx, async (inner) => {
    const [row] = await inner.db
      .insert(apiTokens)
      .values({
        userId,
        name: input.name,
        prefix: token.slice(0, 12),
        hash: createHash('sha256').update(token).digest('hex'),
        scopes: [...granted],
        expiresAt: input.expiresAt,
        createdAt: inner.clock.now(),
      })
      .returning();
    if (!row) throw new Error('the token was not written');
    await recordAudit(inner, {
      action: 'token.created',
      object: { type: 'api_token', id: row.id, label: row.name },
      after: { scopes: row.scopes, expiresAt: row.expiresAt },
    });
    const { hash: _, ...shown } = row;
    return { ...shown, userEmail: label, token };
  });
}

/** One's own tokens; for administrators everybody's. Newest first, never a token itself. */
export async function listTokens(
  ctx: Context,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<Token>> {
  const { userId, isAdministrator } = personOf(ctx);
  const after = readCursor(input.cursor);
  const rows = await ctx.db
    .select({ token: apiTokens, userEmail: users.email })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(
      and(
        isAdministrator ? undefined : eq(apiTokens.userId, userId),
        after ? lt(apiTokens.id, after[1]) : undefined,
      ),
    )
    .orderBy(desc(apiTokens.id))
    .limit(input.limit + 1);
  const page = pageOf(rows, input.limit, (row) => [null, row.token.id]);
  return {
    ...page,
    data: page.data.map(({ token: { hash: _, ...token }, userEmail }) => ({ ...token, userEmail })),
  };
}

/** Ends a token; its next request is refused. One's own, for administrators anybody's; 404 otherwise. Answers whose it was. */
export async function revokeToken(ctx: Context, id: string): Promise<{ userId: string }> {
  const { userId, isAdministrator } = personOf(ctx);
  return inTransaction(ctx, async (inner) => {
    const mine = isAdministrator ? undefined : eq(apiTokens.userId, userId);
    const [row] = await inner.db
      .update(apiTokens)
      .set({ revokedAt: inner.clock.now() })
      .where(and(eq(apiTokens.id, id), mine, isNull(apiTokens.revokedAt)))
      .returning();
    if (!row) throw notFound('token');
    await recordAudit(inner, { action: 'token.revoked', object: { type: 'api_token', id, label: row.name } });
    return { userId: row.userId };
  });
}
