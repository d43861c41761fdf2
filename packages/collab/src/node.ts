export { loadRecommender, saveRecommender } from './recommender-file.ts'
