export {
  applyPhase,
  type Done,
  planPhase,
  rollbackPhase,
  type SourceOptions,
  verifyPhase,
} from './engine/acts.ts';
export type { PhaseNumber } from './engine/phase.ts';
export { askFor, setLimit, setSource, sourcePlace, workOnRequest } from './engine/requests.ts';
export { financialImpact, legacyModels, migrationStatus, phaseNumber } from './engine/status.ts';
export type { Fault } from './rules/fault.ts';
export { type Impact, impactCsv } from './rules/impact.ts';
export { migrationSecrets } from './secrets.ts';
export * from './wire.ts';
