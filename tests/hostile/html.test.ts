import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../domain/content/html.ts';
import { HTML_LIMITS } from '../../domain/content/parse.ts';
import { htmlFaults, sanitizeHtml } from '../../domain/content/sanitize.ts';
import { DomainError } from '../../domain/errors.ts';
import { proofSize } from '../proof-size.ts';
import { DEAR_HTML } from './bodies.ts';

const SITE = '00000000-0000-0000-0000-000000000001';
/** Nobody waits longer for another's text. Milliseconds of the processor, since other tests run beside this one. */
const LONGEST = 500;
/** Milliseconds of the processor since the process began. */
const spent = () => process.cpuUsage().user / 1000;

/** The cleaned HTML, or null where it was refused in words. Any other error is thrown. */
function tried(html: string): string | null {
  try {
    return sanitizeHtml(html, SITE);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid_field') return null;
    throw error;
  }
}

describe('HTML that is dear to read', () => {
  const sizes = [2_000, 60_000, HTML_LIMITS.characters, 1_000_000].slice(0, proofSize(3, 4));
  const cases = Object.entries(DEAR_HTML).flatMap(([name, make]) =>
    sizes.map((size) => ({ name, size, html: make(size) })),
  );
  it.each(cases)('is cleaned or refused at once: $name, $size', ({ html }) => {
    const started = spent();
    const clean = tried(html);
    if (clean !== null) countWords(clean);
    expect(spent() - started).toBeLessThan(LONGEST);
    if (clean !== null) expect(tried(clean)).toBe(clean);
  });

  it('is refused in words that name the bound, for a person and for a model', () => {
    const deep = `<p>x</p>${'<blockquote>'.repeat(HTML_LIMITS.depth + 1)}`;
    expect(() => sanitizeHtml(deep, SITE)).toThrow(/deeper than 256/);
    expect(htmlFaults(deep)).toEqual([expect.stringMatching(/deeper than 256/)]);
    expect(() => sanitizeHtml('<p>x</p>'.repeat(HTML_LIMITS.elements + 1), SITE)).toThrow(/10000 elements/);
    expect(htmlFaults('<p>x</p>')).toEqual([]);
    expect(htmlFaults('words alone')).toHaveLength(1);
  });

  it('keeps an article of 20,000 words and a table of 1,500 cells', () => {
    const section = `<h2>Heading</h2>${`<p>${'word '.repeat(48)}<strong>bold</strong> <a href="https://example.com/">link</a></p>`.repeat(10)}`;
    const table = `<table><tbody>${`<tr>${'<td>1</td>'.repeat(15)}</tr>`.repeat(100)}</tbody></table>`;
    const article = section.repeat(40) + table;
    expect(countWords(article)).toBeGreaterThan(20_000);
    expect(sanitizeHtml(article, SITE)).toBe(article);
  });
});

describe('any HTML', () => {
  const tags =
    'p div b i a ul li ol table tr td th tbody thead caption h1 h2 pre span svg math mi style script object select option template form button figure img br nobr body html'.split(
      ' ',
    );
  const piece = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...tags).map((tag) => `<${tag}>`) },
    { weight: 4, arbitrary: fc.constantFrom(...tags).map((tag) => `</${tag}>`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '<a href=/x>',
        '<a href="java\tscript:x">',
        '<td colspan=2 onclick=x>',
        '<p is=x>',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'x',
        ' ',
        '\n',
        '&lt;b&gt;',
        '&nbsp;',
        '<!-- -->',
        '<![CDATA[',
        ']]>',
        '\u0000',
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  );
  it('comes out the same when it is cleaned again, and holds no tag that is not kept', () => {
    const KEPT =
      /<\/?(?!\/?(?:h2|h3|h4|p|br|hr|strong|b|em|i|u|s|code|pre|blockquote|ul|ol|li|a|img|figure|figcaption|table|thead|tbody|tr|td|th|sub|sup)[ >])/;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const clean = tried(pieces.join(''));
        if (clean === null) return;
        expect(tried(clean)).toBe(clean);
        expect(clean).not.toMatch(KEPT);
        expect(clean).not.toMatch(/<[^>]*\son\w+=/);
      }),
      { numRuns: proofSize(1_000, 50_000) },
    );
  });
});
