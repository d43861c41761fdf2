export { adam, momentum, rmsprop, sgd } from './update-rules'
export { matmul, matmulTransposed } from './matmul'
export { segmentSum } from './segment-sum'
export { softmaxCrossEntropy } from './softmax-cross-entropy'
