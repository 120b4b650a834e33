import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench -- <name>`: runs one benchmark of this folder, or lists them. Figures are printed, never asserted. */
const [name, ...args] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.ts`);
if (!name || name === 'index' || !existsSync(file)) {
  const names = readdirSync(import.meta.dirname)
    .filter((entry) => entry.endsWith('.ts') && entry !== 'index.ts')
    .map((entry) => entry.slice(0, -3));
  console.error(`Usage: npm run bench -- <name>. There are: ${names.join(', ')}.`);
  process.exit(1);
}
process.argv.splice(2, process.argv.length, ...args);
await import(file);
