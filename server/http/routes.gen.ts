// Made by scripts/generate-routes.ts from the files under app/api/v1; do not edit.
export const ROUTES: readonly { path: string; load: () => Promise<object> }[] = [
  { path: '/me', load: () => import('../../app/api/v1/me/route.ts') },
  { path: '/setup', load: () => import('../../app/api/v1/setup/route.ts') },
];
