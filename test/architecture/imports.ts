import { readFileSync } from 'node:fs'
import ts from 'typescript'

export interface Import {
  readonly from: string
  /** `type` imports vanish when compiled; `dynamic` ones happen when the line runs, not at load. */
  readonly kind: 'value' | 'type' | 'dynamic'
}

/** What a source file imports, re-exports or requires, read from its syntax tree. */
export function importsOf(path: string): Import[] {
  const found: Import[] = []
  const add = (from: ts.Node | undefined, kind: Import['kind']) => {
    if (from && ts.isStringLiteralLike(from)) found.push({ from: from.text, kind })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(
        node.moduleSpecifier,
        node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'value',
      )
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value')
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, 'type')
    } else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], 'dynamic')
      if (ts.isIdentifier(node.expression) && node.expression.text === 'require')
        add(node.arguments[0], 'value')
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path))
  return found
}

/**
 * Whether it matters that a file is loaded once: it has a class, or state, at its top level. A copy of
 * plain functions does no harm; a second copy of a class is another class.
 */
export const hasIdentity = (path: string): boolean =>
  parse(path).statements.some((statement) => {
    if (ts.isClassDeclaration(statement)) return true
    if (!ts.isVariableStatement(statement)) return false
    const { declarations, flags } = statement.declarationList
    const isConstant = (flags & ts.NodeFlags.Const) !== 0
    return (
      !isConstant || declarations.some(({ initializer }) => initializer && ts.isNewExpression(initializer))
    )
  })

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)

/** `@scope/name/sub` is of package `@scope/name`; null for relative paths and Node's own modules. */
export function packageOf(specifier: string): string | null {
  if (/^(\.|\/|node:|@\/|#)/.test(specifier)) return null
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
