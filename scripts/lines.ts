import ts from 'typescript';

/** Lines of a TypeScript text that have any code on them: neither blank nor comments alone. */
export function linesOfCode(text: string): number {
  const source = ts.createSourceFile('counted.ts', text, ts.ScriptTarget.Latest, false);
  const lines = new Set<number>();
  const lineAt = (place: number) => source.getLineAndCharacterOfPosition(place).line;
  const visit = (node: ts.Node): void => {
    const parts = node.getChildren(source).filter(({ kind }) => !isComment(kind));
    for (const part of parts) visit(part);
    if (parts.length > 0 || node.end === node.getStart(source)) return;
    for (let line = lineAt(node.getStart(source)); line <= lineAt(node.end); line++) lines.add(line);
  };
  visit(source);
  return lines.size;
}

const isComment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstJSDocNode && kind <= ts.SyntaxKind.LastJSDocNode;
