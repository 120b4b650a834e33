import type { RegistrySnapshot } from '#domain/models/index.ts';

/** The tier whose model costs the provider nearest to this; without a cost the first. */
export function nearestTier(snapshot: RegistrySnapshot, cost: string | null): string | null {
  const served = snapshot.tiers.flatMap(({ tier }) => {
    const model = [...snapshot.models.values()].find(
      (candidate) => candidate.status === 'active' && candidate.qualityTier === tier,
    );
    return model?.costPerImage ? [{ tier, cost: Number(model.costPerImage) }] : [];
  });
  if (cost === null || served.length === 0) return snapshot.tiers[0]?.tier ?? null;
  return served.reduce((best, next) =>
    Math.abs(next.cost - Number(cost)) < Math.abs(best.cost - Number(cost)) ? next : best,
  ).tier;
}
