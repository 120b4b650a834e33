export { listSuccession } from './list.ts';
export {
  type Refreshed,
  type RefreshedProvider,
  refreshSuccession,
  refreshSuccessionWhenDue,
} from './refresh.ts';
