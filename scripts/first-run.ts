import { eq, inArray } from 'drizzle-orm';
import { connect } from '../db/client.ts';
import { users } from '../db/schema/index.ts';
import { runningInstallation } from './installation.ts';

/** Does `work` while the running installation has no administrator, as on its first run, and gives the role back afterwards. */
export async function asOnFirstRun<T>(work: () => Promise<T>): Promise<T> {
  const installation = await runningInstallation();
  if (!installation) throw new Error('Nothing runs in DATA_DIR.');
  const { db, close } = connect(installation.environment['DATABASE_URL'] ?? '', {
    max: 1,
    name: 'igny8-first-run',
  });
  try {
    const taken = await db
      .update(users)
      .set({ isAdministrator: false })
      .where(eq(users.isAdministrator, true))
      .returning({ id: users.id });
    const ids = taken.map(({ id }) => id);
    return await work().finally(() =>
      db.update(users).set({ isAdministrator: true }).where(inArray(users.id, ids)),
    );
  } finally {
    await close();
  }
}
