import type { Host } from "../machine/host";
import { slabLines } from "../machine/slabs";

const header =
  "slabinfo - version: 2.1\n" +
  "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n";

/** `/proc/slabinfo`: of the machine's caches those that packets are made of (`cache_show`). */
export function slabinfo({ machine }: Host, hosts: readonly Host[]): string {
  const pad = (figure: number, width: number): string => ` ${String(figure).padStart(width)}`;
  const rows = slabLines(machine, hosts).map((line) => {
    const sizes = pad(line.objectBytes, 6) + pad(line.objectsPerSlab, 4) + pad(line.pagesPerSlab, 4);
    const objects = pad(line.activeObjects, 6) + pad(line.objects, 6) + sizes;
    const slabs = pad(line.slabs, 6) + pad(line.slabs, 6) + pad(0, 6);
    return `${line.name.padEnd(17)}${objects} : tunables${pad(0, 4).repeat(3)} : slabdata${slabs}\n`;
  });
  return header + rows.join("");
}
