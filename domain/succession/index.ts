export { listSuccession } from './list.ts';
export { type Refreshed, type RefreshedProvider, refreshSuccession } from './refresh.ts';
