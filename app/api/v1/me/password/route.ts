import { ChangePassword, changeOwnPassword, personOf } from '#domain/identity/index.ts';
import { countSignIn, forgiveSignIn } from '#server/auth/limiter.ts';
import { forgetPrincipals } from '#server/auth/principal.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'changeOwnPassword',
    summary: 'Change your password; your other sessions end',
    tag: 'Identity',
    access: 'signed_in',
    body: ChangePassword,
    status: 204,
  },
  async (ctx, { body, principal }) => {
    await countSignIn(personOf(ctx).label, null); // whoever holds a session could otherwise guess without end
    await changeOwnPassword(ctx, body, principal?.sessionId ?? null);
    await forgiveSignIn(personOf(ctx).label, null);
    forgetPrincipals(personOf(ctx).userId);
  },
);
