import type { Belongings } from './belongings.ts';
import type { ApiWorld } from './world.ts';

/** What belongs to the platform: one of each kind, by the segment of the path that stands before its id. */
export async function platformOf({ owner }: ApiWorld): Promise<Belongings> {
  const one = async (query: string) => String((await owner.sql.unsafe(query))[0]?.['id']);
  return {
    'ai-models': await one('select id from ai_models where not is_default order by id limit 1'),
    prices: await one('select id from model_prices order by id limit 1'),
    providers: await one(`select id from providers where slug = 'resend'`),
    credentials: await one('select id from credentials order by id limit 1'),
    phases: '1',
    'quality-tiers': await one('select tier as id from quality_tiers order by tier limit 1'),
  };
}
