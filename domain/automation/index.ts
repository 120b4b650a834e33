export { cancelAutomation, retryAutomation } from './cancel.ts';
export { type AutomationDecision, decideAutomation, startAutomation, updateAutomation } from './commands.ts';
export { getAutomation, getAutomationRun, listAutomationRuns, previewSchedule } from './queries.ts';
export { quoteAutomation } from './quote.ts';
export { rescheduleSite } from './reschedule.ts';
export * from './schema.ts';
export { tickAutomations } from './tick.ts';
