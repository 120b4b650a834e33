export { listOf, listQuery } from '../../contract/area.ts';
export { problem } from './problem.ts';
export { type Contract, type Handler, route } from './route.ts';
