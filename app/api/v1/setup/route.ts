import { SetUp, setUpAdministrator } from '#domain/identity/index.ts';
import { route } from '#server/http/index.ts';

export const POST = route(
  {
    operation: 'setUp',
    summary: 'Make the first administrator; only while there is none',
    tag: 'Identity',
    access: 'public',
    body: SetUp,
    status: 201,
  },
  async (ctx, { body }) => {
    const user = await setUpAdministrator(ctx, body);
    return { id: user.id, email: user.email };
  },
);
