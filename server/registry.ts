import { setTimeout as pause } from 'node:timers/promises';
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

const LOOKS = 20;
const PAUSE_MS = 100;

/** Whether this process hears changes of the registry; waits a little for an ear that is just being opened. */
export async function hears(): Promise<boolean> {
  watchRegistry();
  for (let look = 0; look < LOOKS && !hearing(); look++) await pause(PAUSE_MS);
  return hearing();
}
