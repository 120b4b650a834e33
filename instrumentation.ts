/** What Next.js runs once in each server process before it takes requests. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { notePeers } = await import('./server/auth/peer.ts');
  notePeers();
}
