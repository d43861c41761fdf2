export { configure, setTables } from './state'
export { endStretch, train } from './train'
export { predict } from './predict'
