import { readiness } from '#server/health.ts';

export const dynamic = 'force-dynamic';

export const GET = async () => {
  const state = await readiness();
  return Response.json(state, {
    status: state.status === 'ready' ? 200 : 503,
    headers: { 'Cache-Control': 'no-store' },
  });
};
