export { listOf, listQuery } from './input.ts';
export { problem } from './problem.ts';
export { type Contract, type Handler, route } from './route.ts';
