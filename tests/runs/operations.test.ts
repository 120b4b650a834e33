import { describe, expect, it } from 'vitest';
import { addKeywords, useWorld } from './world.ts';

describe('debug', () => {
  const world = useWorld();
  it('clusters', async () => {
    const ids = await addKeywords(world, ['compost bin', 'compost tea', 'raised beds', 'raised bed soil']);
    const run = await world.runNow({ operation: 'auto_cluster', input: { keywordIds: ids } });
    console.log(JSON.stringify(run, null, 1));
    console.log(await world.credits());
  });
});
