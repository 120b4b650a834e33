import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join('app', 'api', 'v1');
const TARGET = join('server', 'http', 'routes.gen.ts');

/** Lists every route file of the API, so that the OpenAPI document and the tests know them all. Run before each build. */
export function routesFile(): string {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('route.ts') &&
        !readFileSync(join(ROOT, file), 'utf8').includes('= serve(') &&
        !file.startsWith('[...'),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  const lines = files.map((file) => {
    const path = `/${file.replace(/\/?route\.ts$/, '').replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')}`;
    return `  { path: '${path}', load: () => import('../../app/api/v1/${file}') },`;
  });
  return `// Made by scripts/generate-routes.ts from the files under app/api/v1; do not edit.\nexport const ROUTES: readonly { path: string; load: () => Promise<object> }[] = [\n${lines.join('\n')}\n];\n`;
}

if (process.argv[1] === import.meta.filename) {
  const text = routesFile();
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text) writeFileSync(TARGET, text);
}
