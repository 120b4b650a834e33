export { cancelRun, continueRun, retryFailed } from './commands.ts';
export { EngineSettings } from './config.ts';
export { createEngine, type Engine } from './engine.ts';
export { executeRun, type TurnEnd } from './execute.ts';
export { getRun, listRuns, operationMatrix, runEventsAfter } from './queries.ts';
export * from './schema.ts';
export { type RunRow, type StartInput, startRun } from './start.ts';
export { isEnded, type RunStatus } from './state.ts';
export { wakeRuns } from './wake.ts';
