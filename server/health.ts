import { runtime } from './runtime.ts';

/** Whether this process can serve: its environment is right and the database answers. Says no more than that to strangers. */
export async function readiness(): Promise<'ready' | 'unavailable'> {
  try {
    const { connection } = runtime();
    await connection.sql`select 1`;
    return 'ready';
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 'unavailable';
  }
}
