import type { RegistrySnapshot } from '#domain/models/index.ts';
import type { Small } from '../sources/read.ts';
import type { TableName } from '../sources/tables.ts';
import { configOf, mapSettings } from './choices.ts';
import { type Fault, type Found, fault, type Severity } from './fault.ts';
import { importedId } from './ids.ts';
import { findKeys, sortKeys } from './keys.ts';
import { modelFaults } from './model-faults.ts';
import { nearestTier } from './tier.ts';

// Before phase 1 the registry lacks the models that it will add: a choice of one of them is not a choice of an unknown one.
function withAdditions(snapshot: RegistrySnapshot, rows: Small['models']): RegistrySnapshot {
  const models = new Map(snapshot.models);
  const names = new Set([...models.values()].map((model) => model.modelName));
  const [like] = models.values();
  for (const row of rows) {
    if (!like || names.has(row.model_name)) continue;
    const id = importedId('models', row.pk);
    const qualityTier = row.model_type === 'image' ? nearestTier(snapshot, row.cost_per_image) : null;
    const status = row.is_active ? 'inactive' : 'retired';
    models.set(id, {
      ...like,
      id,
      modelName: row.model_name,
      modelType: row.model_type,
      qualityTier,
      status,
      isDefault: false,
      successorId: null,
    });
  }
  return { ...snapshot, models };
}

/** Every fault of the small tables, seen beside the registry as it is now. The history's own faults come from `UsageTally`. Pure. */
export function findFaults(small: Small, snapshot: RegistrySnapshot, at: Date): Fault[] {
  return [
    ...unfitFaults(small),
    ...accountFaults(small),
    ...modelFaults(small, snapshot),
    ...keyFaults(small),
    ...settingsFaults(small, withAdditions(snapshot, small.models), at),
  ];
}

function unfitFaults({ unfit }: Small): Fault[] {
  return Object.entries(Object.groupBy(unfit, (row) => row.table)).flatMap(([table, rows = []]) =>
    fault(
      {
        code: 'row_unfit',
        severity: 'high',
        table: table as TableName,
        what: `Rows that do not fit their table: ${rows[0]?.fault ?? ''}`,
        cure: 'They are listed and not imported. Mend them in the source and apply again.',
      },
      rows.map((row) => row.pk),
    ),
  );
}

function accountFaults({ accounts, sites }: Small): Fault[] {
  const pks = (pick: (account: Small['accounts'][number]) => boolean) =>
    accounts.filter(pick).map((account) => account.pk);
  const known = new Set(accounts.map((account) => account.pk));
  const debt = accounts.reduce((sum, account) => sum + Math.max(0, -account.credits), 0);
  const of = (code: string, severity: Severity, what: string, cure: string): Found => ({
    code,
    severity,
    table: 'accounts',
    what,
    cure,
  });
  return [
    ...fault(
      of(
        'negative_balance',
        'high',
        `Balances below zero, ${debt} credits in all.`,
        'Imported as zero; the debt is recorded and listed.',
      ),
      pks((account) => account.credits < 0),
    ),
    ...fault(
      of('suspended_account', 'low', 'Suspended accounts.', 'They stay suspended, with their credits.'),
      pks((account) => account.status === 'suspended'),
    ),
    ...fault(
      of(
        'unknown_status',
        'medium',
        'Accounts in a state that is neither active nor suspended.',
        'Imported as suspended, so that nothing is spent before somebody looks.',
      ),
      pks(({ status }) => !['active', 'suspended'].includes(status)),
    ),
    ...fault(
      of('name_blank', 'medium', 'Accounts without a name.', 'They are named after their slug.'),
      pks(({ name }) => name.trim() === ''),
    ),
    ...fault(
      of(
        'name_damaged',
        'medium',
        'Names with characters that were lost, or control characters.',
        'Imported as they are; ask the customer.',
      ),
      pks(({ name }) => /[\uFFFD\p{Cc}]/u.test(name)),
    ),
    ...fault(
      of('name_other_script', 'low', 'Names outside plain Latin letters.', 'Kept letter by letter.'),
      pks(({ name }) => /[^\p{ASCII}]/u.test(name)),
    ),
    ...fault(
      {
        code: 'site_orphan',
        severity: 'high',
        table: 'sites',
        what: 'Sites of an account that is not there.',
        cure: 'Listed and not imported.',
      },
      sites.filter((site) => !known.has(site.account)).map((site) => site.pk),
    ),
    ...fault(
      {
        code: 'site_without_domain',
        severity: 'low',
        table: 'sites',
        what: 'Sites without a domain.',
        cure: 'They get a domain that leads nowhere; enter theirs on the site page.',
      },
      sites.filter((site) => !site.domain?.trim()).map((site) => site.pk),
    ),
  ];
}

function keyFaults(small: Small): Fault[] {
  const found = findKeys(small);
  const { keep, merged, refused } = sortKeys(found);
  const name = (key: { pk: string; member: string }) => `${key.pk}:${key.member}`;
  const of = (
    code: string,
    severity: Severity,
    table: 'globals' | 'settings',
    what: string,
    cure: string,
  ): Found => ({ code, severity, table, what, cure });
  return (['globals', 'settings'] as const).flatMap((table) => {
    const rows = <T extends { key: { table: string; pk: string; member: string } }>(list: readonly T[]) =>
      list.filter((entry) => entry.key.table === table).map((entry) => name(entry.key));
    return [
      ...fault(
        of(
          'key_white_space',
          'high',
          table,
          'Keys with white space around them: calls with them fail.',
          'Trimmed.',
        ),
        rows(
          found
            .filter((key) => key.value !== key.value.trim() && key.value.trim() !== '')
            .map((key) => ({ key })),
        ),
      ),
      ...fault(
        of('key_empty', 'medium', table, 'Empty keys.', "Not imported; the platform's key serves."),
        rows(refused.filter((entry) => entry.code === 'empty')),
      ),
      ...fault(
        of(
          'key_malformed',
          'high',
          table,
          'Keys that cannot be keys.',
          'Not imported; enter them on the provider page.',
        ),
        rows(refused.filter((entry) => entry.code === 'malformed')),
      ),
      ...fault(
        of(
          'key_contradicts',
          'high',
          table,
          'Two different keys for one provider.',
          'The first is imported; the other is listed.',
        ),
        rows(refused.filter((entry) => entry.code === 'contradicts')),
      ),
      ...fault(
        of('key_duplicate', 'low', table, 'The same key in two places.', 'Stored once.'),
        rows(merged),
      ),
      ...fault(
        of(
          'key_overrides',
          'medium',
          table,
          "Accounts with a key of their own in place of the platform's.",
          "Stored as the account's own, beside the platform's.",
        ),
        rows(keep.filter((key) => key.accountPk !== null).map((key) => ({ key }))),
      ),
    ];
  });
}

function settingsFaults(
  { settings, globals, accounts }: Small,
  snapshot: RegistrySnapshot,
  at: Date,
): Fault[] {
  const known = new Set(accounts.map((account) => account.pk));
  const of = (code: string, severity: Severity, what: string, cure: string): Found => ({
    code,
    severity,
    table: 'settings',
    what,
    cure,
  });
  const chosen = settings.map((row) => ({ row, mapped: mapSettings(row, snapshot, at) }));
  const listed = (code: string) =>
    chosen.flatMap(({ row, mapped }) =>
      mapped.listed.filter((entry) => entry.code === code).map((entry) => ({ pk: row.pk, ...entry })),
    );
  const unknown = listed('unknown_model');
  const retired = listed('retired_model');
  const names = (entries: readonly { what: string }[]) => entries.map((entry) => entry.what).join(' ');
  const missing = globals.flatMap((row) =>
    (['openai_model', 'dalle_model', 'runware_model'] as const)
      .filter(
        (member) => ![...snapshot.models.values()].some((model) => model.modelName === row[member].trim()),
      )
      .map((member) => ({ pk: `${row.pk}:${member}`, name: row[member] })),
  );
  return [
    ...fault(
      {
        code: 'unknown_model',
        severity: 'high',
        table: 'globals',
        what: `The platform chose models that are in no registry: ${missing.map((entry) => entry.name).join(', ')}.`,
        cure: 'Reported, not guessed: the default serves until an administrator gives it a tier.',
      },
      missing.map((entry) => entry.pk),
    ),
    ...fault(
      of('unknown_model', 'high', names(unknown), unknown[0]?.cure ?? ''),
      unknown.map((entry) => entry.pk),
    ),
    ...fault(
      of('retired_model', 'medium', names(retired), retired[0]?.cure ?? ''),
      retired.map((entry) => entry.pk),
    ),
    ...fault(
      of(
        'not_an_object',
        'high',
        'Settings that are no object.',
        'The sites take the defaults; choose again on their settings pages.',
      ),
      settings.filter((row) => configOf(row) === null).map((row) => row.pk),
    ),
    ...fault(
      of('encoded_twice', 'low', 'Settings that are JSON inside a text.', 'Read as what they hold.'),
      settings.filter((row) => configOf(row)?.twice).map((row) => row.pk),
    ),
    ...fault(
      of('settings_orphan', 'high', 'Settings of an account that is not there.', 'Listed and not imported.'),
      settings.filter((row) => !known.has(row.account)).map((row) => row.pk),
    ),
  ];
}
