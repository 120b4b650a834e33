import { describe, expect, it } from 'vitest';
import { generateContent } from './article.ts';

describe('an article of the sandbox', () => {
  it('has every word of its sentences, whatever it is about', () => {
    for (let n = 0; n < 50; n += 1)
      expect(generateContent({ title: `On ${n} things`, targetKeywords: ['garden'] })['html']).not.toContain(
        'undefined',
      );
  });
});
