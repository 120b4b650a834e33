// What the run engine stores. Each joins the caller's transaction; stored again for the same `sourceStepId` (and `part`) it does
// nothing and answers as before: { kind, ids }.

// What it needs to prepare its calls.
export { plainText } from './html.ts';
// What the automation does between its calls.
export { sendIdeas } from './ideas/send.ts';
export { storeArticle } from './stored/article.ts';
export { storeImage, storeImagePrompts } from './stored/images.ts';
export { storeLinkSuggestions, storeOptimization } from './stored/improve.ts';
export { storeClusters, storeIdeas } from './stored/planner.ts';
export { CONTENT_TYPES } from './types.ts';
