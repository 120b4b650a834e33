export { AiButton } from './ai-button.tsx';
export { RunningWork } from './running-work.tsx';
export type * from './types.ts';
