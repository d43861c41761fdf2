import { packageTests } from '../../vitest.shared.ts'

export default packageTests({ include: ['server/**/*.test.ts', 'lib/**/*.test.ts', 'trainer/**/*.test.ts'] })
