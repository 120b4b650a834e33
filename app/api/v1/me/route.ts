import { Me, me } from '#domain/identity/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getMe',
    summary: 'Who is signed in, and their accounts',
    tag: 'Identity',
    access: 'signed_in',
    answer: Me,
  },
  (ctx) => me(ctx),
);
