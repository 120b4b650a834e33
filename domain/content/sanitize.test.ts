import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import attacks from './fixtures/attacks.json' with { type: 'json' };
import { sanitizeHtml } from './sanitize.ts';

const SITE = '00000000-0000-0000-0000-000000000001';
const OWN = `/api/v1/sites/${SITE}/images/00000000-0000-0000-0000-000000000003/file`;
const ATTRIBUTES = new Set(['href', 'src', 'alt', 'title', 'width', 'height', 'colspan', 'rowspan', 'start']);
const TAGS = new Set(
  'H2 H3 H4 P BR HR STRONG B EM I U S CODE PRE BLOCKQUOTE UL OL LI A IMG FIGURE FIGCAPTION TABLE THEAD TBODY TR TH TD SUB SUP'.split(
    ' ',
  ),
);

const { window } = new JSDOM('');

/** What is dangerous in the HTML once a browser has read it. */
function dangers(html: string): string[] {
  const document = new window.DOMParser().parseFromString(`<body>${html}</body>`, 'text/html');
  const elements = [...document.querySelectorAll('*')].filter(
    (element) => !['HTML', 'HEAD', 'BODY'].includes(element.tagName) || element.attributes.length > 0,
  );
  return elements.flatMap((element) => [
    ...(TAGS.has(element.tagName) ? [] : [`<${element.tagName}>`]),
    ...[...element.attributes]
      .filter(({ name }) => !ATTRIBUTES.has(name))
      .map(({ name }) => `${element.tagName} ${name}`),
    ...[...element.attributes]
      .filter(({ name, value }) => name === 'src' && value !== OWN)
      .map(({ value }) => `src ${value}`),
    ...[...element.attributes]
      .filter(({ name, value }) => name === 'href' && !/^(https?:\/\/|mailto:|#|\/(?![/\\]))/i.test(value))
      .map(({ value }) => `href ${value}`),
  ]);
}

describe('stored HTML', () => {
  it('comes with a corpus that would do harm, if it were stored as it is', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(100);
    expect(attacks.filter((attack) => dangers(attack).length > 0).length).toBeGreaterThan(150);
  });

  it.each(attacks.map((attack, number) => ({ number, attack })))(
    'survives attack $number: $attack',
    ({ attack }) => {
      const clean = [
        attack,
        `<p>before</p>${attack}<p>after</p>`,
        `<table><tr><td>${attack}</td></tr></table>`,
      ].map((given) => sanitizeHtml(given, SITE));
      expect(dangers(clean.join(''))).toEqual([]);
      expect(clean.map((html) => sanitizeHtml(html, SITE))).toEqual(clean);
    },
  );

  it('keeps what an article is made of', () => {
    const html = `<h2>One</h2><p>Two <strong>three</strong> <a href="https://example.com/x">four</a> <a href="mailto:a@example.com">mail</a></p><ul><li>five</li></ul><img src="${OWN}" alt="six"><table><tbody><tr><td colspan="2">seven</td></tr></tbody></table>`;
    expect(sanitizeHtml(html, SITE)).toBe(html);
  });

  it('leaves the first level of heading to the title', () => {
    expect(sanitizeHtml('<h1>Title <em>again</em></h1><p>Text</p>', SITE)).toBe(
      '<h2>Title <em>again</em></h2><p>Text</p>',
    );
  });
});
