import { it } from 'vitest';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Workspace } from '../../src/workspace/workspace.ts';
it('measures', () => {
  const out: string[] = [];
  let n = 0;
  const root = process.env.ROOT ?? '/tmp/defcrds';
  for (const f of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!f.isFile()) continue;
    const path = `${f.parentPath}/${f.name}`;
    const ws = new Workspace({ kubernetesVersion: '1.36', closedWorld: false } as never);
    const t = Date.now();
    try {
      const res = ws.check([{ file: path, text: readFileSync(path, 'utf8') } as never]);
      n++;
      for (const d of res.diagnostics)
        if (/^(value-|field-for|fields-ex|entry-rep|cel-|definition-)/.test(d.rule) && (process.env.ALL || (d as any).resource?.kind === 'CustomResourceDefinition'|| /^cel-/.test(d.rule))) out.push(`${path}\t${d.rule}\t${d.message}`);
    } catch (e) { out.push(path + '\tTHROWS ' + String(e)); }
    if (Date.now() - t > 2000) out.push(`${path}\tSLOW ${Date.now() - t}`);
  }
  writeFileSync('/tmp/mirror-def.txt', out.join('\n'));
  console.log(n, out.length);
}, 500000);
