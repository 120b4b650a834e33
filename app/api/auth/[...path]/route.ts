import { handleAuth } from '#server/auth/handler.ts';

export const POST = async (request: Request, { params }: { params: Promise<{ path: string[] }> }) =>
  handleAuth(request, (await params).path.join('/'));
