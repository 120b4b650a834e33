import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The rules of docs/architecture.md that neither the type checker, the linter nor dependency-cruiser can see. */
const MOST_LINES = 400;
const HANDLER_LINES = 15;
const SELF = 'scripts/house-rules.ts';
const TEST = /\.test\.tsx?$|^(tests|e2e|bench)\/|^migration\/(tests|e2e|bench)\b/;

interface LineRule {
  what: string;
  pattern: RegExp;
  /** Files it holds for; every one when absent. */
  where?: RegExp;
  except?: RegExp;
}

const LINE_RULES: LineRule[] = [
  // Rule 4: the registry knows providers, models, tiers and prices.
  {
    what: 'names a model; models are rows',
    pattern: /['"`](gpt-\d|dall-e|gpt-image|runware:\d|google:\d+@|bria:\d|sk-)/,
    except: /^(db\/seed|domain\/providers\/adapters|sandbox|migration)\//,
  },
  {
    what: 'names a provider; providers are rows',
    pattern: /\b(openai|runware|stripe|resend)\b/i,
    where: /^(app|cli|client|components|domain|server)\//,
    except: /^(domain\/providers\/adapters|migration)\/|\.gen\.ts$/,
  },
  {
    what: 'names a tier; tiers are rows',
    pattern: /['"`](basic|quality|premium)['"`]/,
    where: /^(app|cli|client|components|domain|server)\//,
    except: /^migration\//,
  },
  {
    what: 'time comes from the context',
    pattern: /\bDate\.now\(\)|\bnew Date\(\)/,
    where: /^(app|cli|client|db|domain|migration|server)\//,
    except: /^server\/clock\.ts$/,
  },
  {
    what: 'a date from outside goes through domain/iso-date.ts',
    pattern: /coerce\.date\(/,
    except: /^domain\/iso-date\.ts$/,
  },
  {
    what: 'settings come from server/env.ts',
    pattern: /process\.env\b/,
    where: /^(app|client|components|domain|migration|server)\//,
    except: /^(server\/env|domain\/providers\/policy)\.ts$/,
  },
  {
    what: 'HTML goes through domain/content/html.ts alone',
    pattern: /\b(innerHTML|outerHTML|insertAdjacentHTML|srcDoc|document\.write)\b/,
    except: /^domain\/content\/html\.ts$/,
  },
  {
    what: 'a fault is not swallowed',
    pattern: /\.catch\(\(\) => (\{\}|undefined|null)\);?$/,
    except: /^migration\/engine\/requests\.ts$/,
  },
];

/** Rules that hold for tests too. */
const EVERYWHERE: LineRule[] = [
  { what: 'unfinished work belongs in the tracker', pattern: /\b(TODO|FIXME|XXX|HACK)\b/ },
  { what: 'a test waits for what a person sees, not for time', pattern: /waitForTimeout\(/ },
  { what: 'no test is left out', pattern: /^\s*(test|it|describe)\.(only|skip)\(/ },
];

const faults: string[] = [];
const files = globSync(
  '{app,bench,cli,client,components,contract,db,domain,e2e,migration,sandbox,scripts,server,tests}/**/*.{ts,tsx}',
).filter((file) => !/\.gen\.ts$|^db\/migrations\//.test(file) && file !== SELF);

for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const rules = [...EVERYWHERE, ...(TEST.test(file) ? [] : LINE_RULES)].filter(
    ({ where, except }) => (where?.test(file) ?? true) && !except?.test(file),
  );
  const fault = (line: number, what: string) => faults.push(`${file}:${line + 1}: ${what}`);
  if (lines.length > MOST_LINES + 1)
    fault(lines.length - 1, `${lines.length - 1} lines; a file has ${MOST_LINES} at most`);
  lines.forEach((line, at) => {
    for (const { what, pattern } of rules) if (pattern.test(line)) fault(at, what);
    if (
      /^(domain|migration(?!\/(client|components))|server)\//.test(file) &&
      !TEST.test(file) &&
      undocumented(lines, at)
    )
      fault(at, 'an exported function has a TSDoc line');
  });
  if (/^app\/api\/v1\/.*route\.ts$|^migration\/routes\//.test(file))
    for (const [at, length] of handlers(lines))
      if (length > HANDLER_LINES) fault(at, `a handler of ${length} lines; ${HANDLER_LINES} at most`);
}

/** An exported function without a comment above it (or above the overload before it). */
function undocumented(lines: string[], at: number): boolean {
  const isFunction = /^export (async )?function\b|^export const \w+ = (async )?(<[^>]*>)?\((.*=>|$)/.test(
    lines[at] ?? '',
  );
  return isFunction && !/\*\/$|^export (async )?function\b/.test(lines[at - 1] ?? '');
}

/** Start and length of each exported method's handler body in a route file. */
function handlers(lines: string[]): [number, number][] {
  const starts = lines.flatMap((line, at) =>
    /^export const (GET|POST|PATCH|PUT|DELETE)\b/.test(line) ? [at] : [],
  );
  return starts.map((start) => {
    const body = lines.findIndex((line, at) => at >= start && /=> \{$/.test(line));
    const end = lines.findIndex(
      (line, at) => at > start && /^\}?\)?;?$|^\);$|^ {2}\},?$/.test(line) && at > body,
    );
    return body < 0 || body > (starts.find((next) => next > start) ?? lines.length)
      ? [start, 0]
      : [start, end - body - 1];
  });
}

// The documents: what they link to is there, and README lists what the program reads from its environment.
const documents = ['README.md', ...globSync('{docs,migration}/**/*.md')];
for (const file of documents)
  for (const [, target] of readFileSync(file, 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
    if (!existsSync(join(dirname(file), target ?? '')))
      faults.push(`${file}: links to ${target}, which is not there`);
const readme = readFileSync('README.md', 'utf8');
for (const [, name] of readFileSync('server/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm))
  if (!readme.includes(`\`${name}\``)) faults.push(`README.md: does not tell what ${name} means`);

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${files.length} files and ${documents.length} documents follow the house rules.`);
