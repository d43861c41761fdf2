import { packageBuild } from '../../tsup.shared.ts'

export default packageBuild(
  { index: 'src/index.ts', pca: 'src/pca.ts', node: 'src/node.ts', test: 'src/test.ts' },
  ['@onecycle/tensor-core'],
)
