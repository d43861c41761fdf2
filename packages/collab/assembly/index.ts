export { refreshImplicit, setBlocks, setImplicit } from './implicit'
export { configure, setTables } from './state'
export { endStretch, train } from './train'
export { predict } from './predict'
