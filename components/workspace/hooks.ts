import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { contentKeys, contentPath, type Resource } from '#client/content/keys.ts';
import type { Query } from '#client/http.ts';
import { meQuery } from '#client/identity.ts';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import { sitesQuery } from '#client/sites.ts';

/** A list of the site's workspace, page by page; looked at anew whenever it is shown, since runs and colleagues change it. */
export function useList<Row>(siteId: string, resource: Resource, query: Query) {
  const key = [...contentKeys.list(siteId, resource, query), 'pages'];
  const list = useInfiniteQuery({
    ...listQueryOptions<Row>(key, contentPath(siteId, resource), query),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  return { list, rows: rowsOf<Row>(list.data) };
}

/** Whether the person may change things on the site; a viewer reads. */
export function useMayEdit(siteId: string): boolean {
  const me = useQuery(meQuery()).data;
  const site = useQuery(sitesQuery()).data?.data.find((row) => row.id === siteId);
  return (
    me?.isAdministrator === true ||
    me?.memberships.some(({ accountId, role }) => accountId === site?.accountId && role !== 'viewer') === true
  );
}

/** Reads the whole workspace of the site anew: a step changes what the next one has to do. */
export function useRefresh(siteId: string) {
  const client = useQueryClient();
  return useCallback(
    () => void client.invalidateQueries({ queryKey: contentKeys.site(siteId) }),
    [client, siteId],
  );
}

/** Rows that are selected, by id, and the end of a step over them: nothing selected, the workspace read anew. */
export function useSelection<Row extends { id: string }>(
  siteId: string,
  rows: readonly Row[] | undefined,
  name: (row: Row) => string,
) {
  const [selected, onChange] = useState<ReadonlySet<string>>(new Set());
  const mayEdit = useMayEdit(siteId);
  const refresh = useRefresh(siteId);
  const ids = useMemo(() => [...selected], [selected]);
  const names = useMemo(() => new Map(rows?.map((row) => [row.id, name(row)])), [rows, name]);
  const clear = () => onChange(new Set());
  const stepDone = () => {
    clear();
    refresh();
  };
  return {
    ids,
    clear,
    mayEdit,
    stepDone,
    selection: { selected, onChange, label: (id: string) => names.get(id) ?? '' },
  };
}
