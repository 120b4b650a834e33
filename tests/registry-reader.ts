import { modelChoices } from '../domain/models/index.ts';
import { watchRegistry } from '../server/registry.ts';
import { runtime, systemContext } from '../server/runtime.ts';

/**
 * Another process of the product, for tests: says "ready" once it answers the models list from memory, then each name by which it
 * sees the default text model, with the time it saw it.
 */
watchRegistry();
const ctx = systemContext('reader');
let last = '';
const look = async () => {
  const name = (await modelChoices(ctx)).find((choice) => choice.isDefault)?.displayName ?? 'none';
  if (name !== last) process.send?.({ name });
  last = name;
};
// One look after the other: two at a time could end in the wrong order.
let timer: NodeJS.Timeout;
const again = () => void look().then(() => (timer = setTimeout(again, 5)));
again();
process.on('disconnect', () => {
  clearTimeout(timer);
  void runtime().connection.close();
});
