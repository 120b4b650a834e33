import type { Command } from 'commander';
import { listModels } from '#domain/models/index.ts';
import type { Cli } from '../cli.ts';

/** `models list`. */
export function register(program: Command, cli: Cli): void {
  program
    .command('models')
    .description('AI models')
    .command('list')
    .description('all models with their prices, what serves them and what they lack')
    .action(async () => {
      const { data } = await listModels(cli.context(), { limit: 200, sort: 'model_name' });
      cli.print(
        data.map((model) => ({
          model: model.modelName,
          type: model.modelType,
          provider: model.provider.slug,
          status: model.status,
          default: model.isDefault,
          tier: model.qualityTier,
          price: model.price?.label ?? null,
          offered: model.offered,
          missing: model.missing.join(', ') || null,
          ends: model.shutdownAt?.toISOString().slice(0, 10) ?? null,
          served_by: model.servedBy?.modelName ?? null,
          sites: model.siteCount,
        })),
      );
    });
}
