import { sql } from 'drizzle-orm';
import type { Context } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { listChoices, registrySnapshot } from '#domain/models/index.ts';
import { type Effect, type Finding, finding, type Phase, type Work } from '../engine/phase.ts';
import { type ContractLine, checkContract } from '../rules/contract.ts';

/** Phase 5: the endpoint that the old front end asks for its models answers from the registry. */
export const apiPhase: Phase = {
  number: 5,
  title: 'API',
  does: 'Switches on the endpoint from which the old front end takes its models, after a check against what it had in its own code.',
  tables: [],
  async plan(work) {
    const lines = await contract(work);
    return { effects: effectsOf(lines), contract: lines };
  },
  async apply(work) {
    const lines = await contract(work);
    const nothing = lines.filter((line) => line.answer === 'nothing');
    if (nothing.length > 0)
      throw new DomainError(
        'invalid_state',
        `Nothing serves ${nothing.map((line) => line.name).join(', ')}: ${nothing[0]?.detail}`,
      );
    await work.ctx.db.execute(sql`update legacy_migrations set api_on = true`);
    return { report: { effects: effectsOf(lines), contract: lines } };
  },
  async verify(work): Promise<Finding[]> {
    const lines = await contract(work);
    const choices = listChoices(await registrySnapshot(work.ctx), work.ctx.clock.now());
    const nothing = lines.filter((line) => line.answer === 'nothing');
    return [
      finding(
        'Something serves every choice of the old front end',
        nothing.length === 0,
        nothing.length === 0 ? `${lines.length} choices` : nothing.map((line) => line.name).join(', '),
      ),
      finding(
        'The endpoint offers models of both kinds',
        ['text', 'image'].every((type) => choices.some((choice) => choice.modelType === type)),
        `${choices.length} models`,
      ),
      finding('The endpoint is on', await isApiOn(work.ctx), 'GET /api/v1/system/legacy-models'),
    ];
  },
  async rollback(ctx): Promise<Effect[]> {
    await ctx.db.execute(sql`update legacy_migrations set api_on = false`);
    return [{ what: 'endpoint switched off', count: 1, detail: '' }];
  },
};

const contract = async ({ ctx, small }: Work): Promise<ContractLine[]> =>
  checkContract(await registrySnapshot(ctx), small, ctx.clock.now());

function effectsOf(lines: readonly ContractLine[]): Effect[] {
  const of = (answer: ContractLine['answer'], what: string): Effect => ({
    what,
    count: lines.filter((line) => line.answer === answer).length,
    detail: lines
      .filter((line) => line.answer === answer)
      .map((line) =>
        line.servedBy === line.name || !line.servedBy ? line.name : `${line.name} by ${line.servedBy}`,
      )
      .join(', '),
  });
  return [
    of('offered', 'old choices that are offered'),
    of('succeeded', 'old choices that another model serves'),
    of('default', 'old choices that the default serves'),
    of('unknown', 'old choices in no registry'),
    of('nothing', 'old choices that nothing serves'),
  ];
}

/** Whether the endpoint for the old front end answers. */
export async function isApiOn(ctx: Context): Promise<boolean> {
  const [row] = await ctx.db.execute<{ api_on: boolean }>(sql`select api_on from legacy_migrations`);
  return row?.api_on ?? false;
}
