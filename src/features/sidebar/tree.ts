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
  readonly description: string;
  /** What a reader sees by the picture, or when the mouse rests on it. */
  readonly spoken?: string;
}

/** An item with its texts; `id` keeps it open when the rows are made again. */
export function makeItem(id: string, { label, description, spoken = "" }: RowText): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = id;
  // The editor puts both into one line of text; without a space their words would be one to whoever reads that.
  item.description = ` ${description}`;
  // What can be seen comes first and as it stands, for those who say what they want to press.
  item.accessibilityInformation = { label: [`${label} ${description}`, spoken].filter(Boolean).join(", "), role: "treeitem" }; // prettier-ignore
  return item;
}
