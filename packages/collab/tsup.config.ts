import { packageBuild } from '../../tsup.shared.ts'

export default packageBuild(
  {
    index: 'src/index.ts',
    serving: 'src/serving.ts',
    worksheet: 'src/worksheet.ts',
    node: 'src/node.ts',
    cli: 'src/cli.ts',
  },
  ['@onecycle/collab'],
)
