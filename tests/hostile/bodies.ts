/** HTML that is small to send and dear to read: each takes how large it may be and gives HTML of about that many characters. */
export const DEAR_HTML: Readonly<Record<string, (size: number) => string>> = {
  'nested divs': (size) => '<div>'.repeat(size / 5),
  'nested paragraphs in divs': (size) => '<div><p>'.repeat(size / 8),
  'nested lists': (size) => '<ul><li>'.repeat(size / 8),
  'nested tables': (size) => '<table><tr><td>'.repeat(size / 15),
  'tables within cells left open': (size) => '<table><td><b>'.repeat(size / 14),
  'text outside of cells': (size) => `<table>${'x<br>'.repeat(size / 5)}`,
  'formatting that each paragraph opens anew': (size) =>
    `<p>${numbered(150, (at) => `<b a=${at}>`)}</p>${'<p>x</p>'.repeat(size / 8)}`,
  'formatting that overlaps': (size) => '<b><i><u></b></i></u>'.repeat(size / 21),
  'links in links': (size) => '<a href=/x><p>'.repeat(size / 14),
  'links kept apart by what goes': (size) => '<a href=/x><object>'.repeat(size / 19),
  'attributes of one element': (size) => `<p ${numbered(size / 8, (at) => `a${at}`)}>x</p>`,
  'attributes of many elements': (size) =>
    `<p ${numbered(90, (at) => `a${at}=1`)}>x</p>`.repeat(Math.ceil(size / 600)),
  'one long attribute': (size) => `<a title="${'x '.repeat(size / 2)}" href=/x>x</a>`,
  'a quote that never ends': (size) => `<a title="${'<p '.repeat(size / 3)}`,
  'end tags of nothing': (size) => `${'<span>'.repeat(200)}${'</x>'.repeat(size / 4)}`,
  'end tags of paragraphs': (size) => '</p>'.repeat(size / 4),
  comments: (size) => '<!---->'.repeat(size / 7),
  'a comment that never ends': (size) => `<!--${'-->'.slice(0, 2).repeat(size / 2)}`,
  entities: (size) => '&amp;&nbsp;&#x41;&notin;&'.repeat(size / 25),
  drawings: (size) => '<svg><math><mi><desc>'.repeat(size / 21),
  templates: (size) => '<template>'.repeat(size / 10),
  selects: (size) => '<select><option>'.repeat(size / 16),
  'line feeds before text': (size) => `<pre>${'\n'.repeat(size)}x</pre>`,
  blanks: (size) => `<p>${' '.repeat(size)}x</p>`,
  'one word': (size) => `<p>${'x'.repeat(size)}</p>`,
  'less-than signs': (size) => '<'.repeat(size),
  'a huge table': (size) => `<table>${'<tr><td>1<td>2'.repeat(size / 14)}</table>`,
};

const numbered = (count: number, one: (at: number) => string) =>
  Array.from({ length: Math.ceil(count) }, (_, at) => one(at)).join(' ');
