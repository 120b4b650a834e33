import { migrationRecord } from '#db/schema/index.ts';
import { asSystem, inTransaction } from '#domain/context.ts';
import { moveText, type SealedElsewhere } from '#domain/providers/index.ts';

/** What the address of the source is sealed for. */
export const SOURCE_PURPOSE = 'legacy source';

/** What a rotation of the encryption keys must know of: the sealed address of the source. */
export const migrationSecrets: SealedElsewhere = {
  move: (ctx) =>
    inTransaction(asSystem(ctx, 'key rotation'), async ({ db }) => {
      const [row] = await db.select().from(migrationRecord).for('update');
      if (!row?.sourceSealed || !row.sourceKeyId || row.sourceKeyId === ctx.keyring.activeId)
        return { moved: 0, failed: [] };
      const next = moveText(ctx.keyring, SOURCE_PURPOSE, row.sourceSealed, row.sourceKeyId);
      if (!next) return { moved: 0, failed: ['source of the migration'] };
      await db.update(migrationRecord).set({ sourceSealed: next.sealed, sourceKeyId: next.keyId });
      return { moved: 1, failed: [] };
    }),
  keysInUse: (ctx) =>
    inTransaction(asSystem(ctx, 'key rotation'), async ({ db }) => {
      const [row] = await db.select().from(migrationRecord);
      return row?.sourceKeyId ? [row.sourceKeyId] : [];
    }),
};
