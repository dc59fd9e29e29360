import * as vscode from "vscode";
import { guarded, type Host } from "../host";

/** A row of a tree view, with the rows below it. What else it holds is what its commands are called with. */
export interface Row {
  readonly item: vscode.TreeItem;
  readonly rows?: readonly Row[];
}

/** A view whose rows are made when somebody looks at it, and again when one of `changes` comes. */
export function createTree(
  host: Host,
  view: string,
  makeRows: () => Promise<readonly Row[]>,
  changes: readonly vscode.Event<unknown>[],
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    ...changes.map((change) => change(() => changed.fire())),
    vscode.window.registerTreeDataProvider<Row>(view, {
      onDidChangeTreeData: changed.event,
      getTreeItem: ({ item }) => item,
      getChildren: (row) => row?.rows?.slice() ?? guarded(host, async () => [...(await makeRows())], []),
    }),
  );
}

/** What a row says to the eye and to a screen reader. */
export interface RowText {
  readonly label: string;
  readonly description?: string;
  /** The whole of it in words, where label and description leave something to the picture. */
  readonly spoken?: string;
}

/** An item with its texts; `id` keeps it open when the rows are made again. */
export function makeItem(id: string, { label, description, spoken }: RowText): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = id;
  if (description !== undefined) item.description = description;
  if (spoken !== undefined) item.accessibilityInformation = { label: spoken, role: "treeitem" };
  return item;
}
