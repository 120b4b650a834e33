import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type Article, type ArticleChange, articleQuery, updateArticle } from '#client/content/writer.ts';
import { ApiError } from '#client/http.ts';
import { useAct } from '#components/ui/index.ts';

type Words = Required<Omit<ArticleChange, 'state'>>;
const FIELDS = ['title', 'bodyHtml', 'metaTitle', 'metaDescription', 'tags', 'slug'] as const;

/**
 * What the person has written and not saved, over the article as it was when they began. Saving sends what changed; when
 * somebody else, or a run, saved in between, `conflict` is their version and the person chooses.
 */
export function useDraft(siteId: string, article: Article) {
  const client = useQueryClient();
  const [base, setBase] = useState(article);
  const [edits, setEdits] = useState<Partial<Words>>({});
  const [conflict, setConflict] = useState<Article | null>(null);
  const dirty = FIELDS.some(
    (field) => edits[field] !== undefined && JSON.stringify(edits[field]) !== JSON.stringify(base[field]),
  );
  // Without edits of one's own, what was saved elsewhere simply shows.
  if (!dirty && article.version !== base.version) {
    setBase(article);
    setEdits({});
  }
  const saveOver = (version: number) => updateArticle(siteId, { id: article.id, version }, edits);
  const saved = (next: Article) => {
    client.setQueryData(articleQuery(siteId, article.id).queryKey, next);
    setBase(next);
    setEdits({});
    setConflict(null);
  };
  const save = useAct<number | undefined, Article>({
    run: (version) => saveOver(version ?? base.version),
    refresh: [contentKeys.site(siteId)],
    onDone: saved,
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status !== 412) return false;
      void client.fetchQuery({ ...articleQuery(siteId, article.id), staleTime: 0 }).then(setConflict);
      return true;
    },
  });
  return {
    words: { ...pick(base), ...edits },
    change: useCallback((next: Partial<Words>) => setEdits((before) => ({ ...before, ...next })), []),
    dirty,
    save: { mutate: () => save.mutate(undefined), isPending: save.isPending },
    conflict,
    keepMine: () => conflict && save.mutate(conflict.version),
    takeTheirs: () => conflict && saved(conflict),
  };
}

const pick = ({ title, bodyHtml, metaTitle, metaDescription, tags, slug }: Article): Words => ({
  title,
  bodyHtml,
  metaTitle,
  metaDescription,
  tags,
  slug,
});
