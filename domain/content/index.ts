// What the run engine stores. Each joins the caller's transaction; stored again for the same `sourceStepId` (and `part`) it does
// nothing and answers as before: { kind, ids }.

// Articles, image prompts, images, and what Linker and Optimizer propose.
export { restoreRevision, startArticle, updateArticle } from './articles/commands.ts';
export { getArticle, getRevision, listArticles, listRevisions } from './articles/queries.ts';
export {
  ArticleRow,
  ArticleView,
  NewArticle,
  RevisionRow,
  RevisionView,
  UpdateArticle,
} from './articles/schema.ts';
export {
  createCluster,
  mergeClusters,
  removeClusters,
  restoreClusters,
  updateCluster,
} from './clusters/commands.ts';
export { getCluster, listClusters } from './clusters/queries.ts';
export {
  ClusterView,
  MergeClusters,
  NewCluster,
  RemovedClusters,
  RestoreClusters,
  UpdateCluster,
} from './clusters/schema.ts';
export { exportArticle } from './export/article.ts';
// What it needs to prepare its calls.
export { plainText } from './html.ts';
export { createIdea, createTask, updateIdea, updateTask } from './ideas/commands.ts';
export { getIdea, getTask, listIdeas, listTasks } from './ideas/queries.ts';
export { IdeaView, NewIdea, NewTask, TaskView, UpdateIdea, UpdateTask } from './ideas/schema.ts';
// What the automation does between its calls.
export { removeTasks, restoreTasks, sendIdeas } from './ideas/send.ts';
export { createImagePrompt, removeStoredImage, updateImage, updateImagePrompt } from './images/commands.ts';
export { getImage, getImagePrompt, imageFile, listImagePrompts, listImages } from './images/queries.ts';
export { TierSample, tierSamples } from './images/samples.ts';
export {
  ImagePromptView,
  ImageView,
  NewImagePrompt,
  UpdateImage,
  UpdateImagePrompt,
} from './images/schema.ts';
export {
  acceptLinks,
  acceptOptimization,
  dismissLinks,
  refuseOptimization,
  restoreLinks,
} from './improve/commands.ts';
export { getOptimization, listLinks, listOptimizations } from './improve/queries.ts';
export { LinksAnswer, LinkView, OptimizationRow, OptimizationView } from './improve/schema.ts';
// Keywords, clusters, ideas and tasks.
export { addKeywords } from './keywords/add.ts';
export { moveKeywords, moveKeywordsBack, updateKeyword } from './keywords/commands.ts';
export { importKeywords } from './keywords/import.ts';
export { getKeyword, keywordIds, listKeywords } from './keywords/queries.ts';
export {
  AddedKeywords,
  AddKeywords,
  Ids,
  IdsAnswer,
  ImportKeywords,
  ImportReport,
  KeywordFilters,
  KeywordView,
  MovedKeywords,
  MoveKeywords,
  MoveKeywordsBack,
  UpdateKeyword,
} from './keywords/schema.ts';
export { removeRows, removeVersion, restoreRows } from './rows.ts';
export { htmlFaults } from './sanitize.ts';
export { storeArticle } from './stored/article.ts';
export { storeImage, storeImagePrompts } from './stored/images.ts';
export { storeLinkSuggestions, storeOptimization } from './stored/improve.ts';
export { storeClusters, storeIdeas } from './stored/planner.ts';
export { WorkspaceSummary, workspaceSummary } from './summary.ts';
export {
  ARTICLE_STATES,
  CONTENT_TYPES,
  IDEA_STATUSES,
  INTENTS,
  OPTIMIZATION_STATES,
  SUGGESTION_STATUSES,
  TASK_STATUSES,
} from './types.ts';
