import { describe, expect, it } from 'vitest';
import { headerOf, readText } from './csv-header.ts';

describe('the header of a CSV file', () => {
  it.each([
    ['Keyword,Volume\nrose,1', ['Keyword', 'Volume']],
    ['\uFEFF"Keyword","Volume, monthly"\r\nrose,1', ['Keyword', 'Volume, monthly']],
    ['Keyword;"Say ""hi""; now";KD', ['Keyword', 'Say "hi"; now', 'KD']],
    ['Keyword\tSearches\tCountry', ['Keyword', 'Searches', 'Country']],
    ['Keyword,,Keyword,Volume', ['Keyword', 'Volume']],
    ['Keyword', ['Keyword']],
    ['', []],
  ])('of %j is %j', (csv, expected) => expect(headerOf(csv)).toEqual(expected));

  it('reads the UTF-16 that keyword tools export', async () => {
    const text = 'Keyword\tVolume\nrose\t10';
    const bytes = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((sign) => [sign.charCodeAt(0), 0])]);
    expect((await readText(new Blob([bytes]))).trim()).toBe(text);
    expect(await readText(new Blob([text]))).toBe(text);
  });
});
