export { listQuery, validate } from './input.ts';
export { problem } from './problem.ts';
export { type Contract, contextOf, type Handler, route } from './route.ts';
