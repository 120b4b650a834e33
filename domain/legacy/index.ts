export {
  applyPhase,
  type Done,
  planPhase,
  rollbackPhase,
  type SourceOptions,
  verifyPhase,
} from './engine.ts';
export type { Fault } from './fault.ts';
export { type Impact, impactCsv } from './impact.ts';
export type { PhaseNumber } from './phase.ts';
export { askFor, setLimit, setSource, sourcePlace, workOnRequest } from './requests.ts';
export * from './schema.ts';
export { financialImpact, legacyModels, migrationStatus, phaseNumber } from './status.ts';
