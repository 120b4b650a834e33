import { forgetRegistry, keepRegistry } from '../domain/models/index.ts';
import { isListening, onNotify } from './listen.ts';

const CHANNEL = 'registry';
const hearing = () => isListening(CHANNEL);

/**
 * Lets this process answer from a registry in memory, dropped on each change that PostgreSQL announces. Cheap to call before each
 * use: it subscribes once, and again when listening had failed; until it is heard, nothing is kept.
 */
export function watchRegistry(): void {
  if (hearing()) return;
  keepRegistry(hearing);
  onNotify(CHANNEL, forgetRegistry);
}
