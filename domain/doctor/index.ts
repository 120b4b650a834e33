import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError } from '../errors.ts';
import { isResolved, missingFor, registrySnapshot, resolve } from '../models/index.ts';
import { checkKeyring, listProviders } from '../providers/index.ts';
import { RULES } from './rules.ts';

export interface Finding {
  rule: string;
  ok: boolean;
  problems: string[];
}

/** Checks every rule of the registry against the database and says what is wrong. Changes nothing but the proof of a new encryption key. */
export async function examine(ctx: Context): Promise<Finding[]> {
  requireAdministrator(ctx);
  const now = ctx.clock.now();
  const findings: Finding[] = [];
  await inTransaction(ctx, async ({ db }) => {
    for (const { rule, find } of RULES) {
      const rows = await db.execute<{ problem: string }>(find(now));
      findings.push(
        finding(
          rule,
          [...rows].map((row) => row.problem),
        ),
      );
    }
  });
  findings.push(await serving(ctx), await offers(ctx), await keys(ctx), await keyring(ctx));
  return findings;
}

const finding = (rule: string, problems: string[]): Finding => ({
  rule,
  ok: problems.length === 0,
  problems,
});

async function serving(ctx: Context): Promise<Finding> {
  const snapshot = await registrySnapshot(ctx);
  const choices = [
    { modelType: 'text' as const, what: 'the default text model' },
    { modelType: 'image' as const, what: 'the default image model' },
    ...snapshot.tiers.map(({ tier, label }) => ({
      modelType: 'image' as const,
      tier,
      what: `the tier ${label}`,
    })),
  ];
  const problems = choices.flatMap(({ what, ...choice }) => {
    const result = resolve(snapshot, choice, ctx.clock.now());
    return isResolved(result) ? [] : [`Nothing serves ${what}: ${result.unresolved}`];
  });
  return finding('Every default and tier is served by a live model', problems);
}

async function offers(ctx: Context): Promise<Finding> {
  const snapshot = await registrySnapshot(ctx);
  const problems = [...snapshot.models.values()].flatMap((model) => {
    const missing = model.status === 'active' ? missingFor(snapshot, model, ctx.clock.now()) : [];
    return missing.length === 0
      ? []
      : [`${model.displayName} is active but not offered; missing: ${missing.join(', ')}.`];
  });
  return finding('Every active model is offered', problems);
}

async function keys(ctx: Context): Promise<Finding> {
  const problems = (await listProviders(ctx)).flatMap((provider) =>
    provider.credentials.flatMap((key) =>
      key.problem
        ? [
            `${provider.name}: the ${key.name} of ${key.createdAt.toISOString().slice(0, 10)} does not open (${key.problem}).`,
          ]
        : [],
    ),
  );
  return finding('Every stored key opens', problems);
}

async function keyring(ctx: Context): Promise<Finding> {
  const rule = 'ENCRYPTION_KEY is the key that sealed what is stored';
  try {
    await checkKeyring(ctx);
    return finding(rule, []);
  } catch (error) {
    if (error instanceof DomainError) return finding(rule, [error.message]);
    throw error;
  }
}
