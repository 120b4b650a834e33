import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rules of docs/architecture.md that neither the type checker, the linter nor dependency-cruiser can see. */
const CODE = ['app', 'cli', 'client', 'components', 'db', 'domain', 'e2e', 'sandbox', 'scripts', 'server', 'tests', 'bench'];
const MOST_LINES = 300;
const HANDLER_LINES = 15;

const faults: string[] = [];
const files = CODE.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))).filter(
  (file) => /\.tsx?$/.test(file) && !/\.gen\.ts$|migrations/.test(file),
);
// Rule 4: the registry knows the models; these shapes are names of models or prices written into code.
const NAMES = /['"`](gpt-\d|dall-e|gpt-image|runware:\d|google:\d+@|bria:\d|sk-)/;
const MAY_NAME = /^(db\/seed|domain\/providers\/adapters|sandbox|domain\/legacy|tests|e2e|bench)\/|\.test\.tsx?$|^scripts\/house-rules\.ts$/;

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  const fault = (line: number, what: string) => faults.push(`${file}:${line + 1}: ${what}`);
  if (lines.length > MOST_LINES + 1) fault(lines.length - 1, `${lines.length - 1} lines; a file has ${MOST_LINES} at most`);
  lines.forEach((line, at) => {
    if (!MAY_NAME.test(file) && NAMES.test(line)) fault(at, 'names a model; models are rows');
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) && file !== 'scripts/house-rules.ts') fault(at, 'unfinished work belongs in the tracker');
    if (/waitForTimeout\(/.test(line) && file !== 'scripts/house-rules.ts') fault(at, 'a test waits for what a person sees, not for time');
    if (/^(domain|db)\//.test(file) && !file.includes('.test.') && /\bDate\.now\(\)|\bnew Date\(\)/.test(line)) fault(at, 'time comes from the context');
    if (/^(test|it|describe)\.(only|skip)\(/.test(line.trim())) fault(at, 'no test is left out');
  });
  if (/^app\/api\/v1\/.*route\.ts$/.test(file))
    for (const [at, length] of handlers(lines)) if (length > HANDLER_LINES) fault(at, `a handler of ${length} lines; ${HANDLER_LINES} at most`);
}

/** Start and length of each exported method's handler body in a route file. */
function handlers(lines: string[]): [number, number][] {
  const starts = lines.flatMap((line, at) => (/^export const (GET|POST|PATCH|PUT|DELETE)\b/.test(line) ? [at] : []));
  return starts.map((start) => {
    const body = lines.findIndex((line, at) => at >= start && /=> \{$/.test(line));
    const end = lines.findIndex((line, at) => at > start && /^\}?\)?;?$|^\);$|^ {2}\},?$/.test(line) && at > body);
    return body < 0 || body > (starts.find((next) => next > start) ?? lines.length) ? [start, 0] : [start, end - body - 1];
  });
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${files.length} files follow the house rules.`);
