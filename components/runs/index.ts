export { AiButton } from './ai-button.tsx';
export { RunProgress } from './run-progress.tsx';
export { RunningWork } from './running-work.tsx';
export type * from './types.ts';
