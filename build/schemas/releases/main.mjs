import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Clones } from './clones.mjs';
import { Nodes } from './nodes.mjs';
import { PROJECTS } from './projects.mjs';

/**
 * For maintainers: makes `schemas/custom/` of the definitions that releases publish, and beside this file the manifest of the
 * sources. `node build/schemas/releases/main.mjs <folder of clones> [project …]`
 */
const out = resolve(import.meta.dirname, '../../../schemas/custom');
const manifest = join(import.meta.dirname, 'sources.json');
const [folder, ...wanted] = process.argv.slice(2);
const clones = new Clones(folder);
const sources = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
const projectOf = {};
mkdirSync(out, { recursive: true });
for (const [id, project] of Object.entries(PROJECTS)) {
  const file = join(out, `${id}.json`);
  if (wanted.length === 0 || wanted.includes(id)) {
    const { table, releases } = read(project);
    const text = linesOf(table);
    writeFileSync(file, text);
    sources[id] = {
      licence: project.licence,
      releases,
      sha256: createHash('sha256').update(text).digest('hex'),
    };
    console.log(`${id}: ${Object.keys(table.kinds).length} kinds, ${table.nodes.length} nodes, ${text.length} bytes`);
  }
  for (const kind of Object.keys(JSON.parse(readFileSync(file, 'utf8')).kinds)) projectOf[kind] = id;
}
writeFileSync(join(out, 'kinds.json'), objectOf(projectOf));
writeFileSync(manifest, manifestOf(sources));

function read(project) {
  const nodes = new Nodes(project);
  const names = [];
  const kinds = {};
  const releases = [];
  for (const tag of [...project.tags].reverse())
    for (const [channel, beginning] of Object.entries(project.channels)) {
      const { definitions, sources: of } = clones.read(project, tag, beginning);
      if (definitions.length === 0) continue;
      const name = [labelOf(tag, project.tags), channel].filter((one) => one !== '').join(' ');
      const release = names.push(name) - 1;
      releases.push({ name, of });
      for (const { spec } of definitions)
        for (const { name: version, served, schema, subresources } of spec.versions) {
          if (!served) continue;
          const root = nodes.add(schema.openAPIV3Schema, 'root');
          const replicas = subresources?.scale?.specReplicasPath;
          addTo((kinds[`${spec.group}/${version}/${spec.names.kind}`] ??= []), root, replicas, release);
        }
    }
  return { table: { name: project.name, releases: names, kinds, nodes: nodes.list }, releases };
}

function addTo(forms, schema, replicas, release) {
  const known = forms.find((one) => one.schema === schema && one.replicas === replicas);
  if (known === undefined) forms.push({ schema, ...(replicas === undefined ? {} : { replicas }), releases: [release] });
  else known.releases.push(release);
}

/** `1.5` of `v1.5.1`, unless several tags are of one minor release. */
function labelOf(tag, tags) {
  const minorOf = (one) => /^v?(\d+\.\d+)/.exec(one)[1];
  const alone = tags.filter((one) => minorOf(one) === minorOf(tag)).length === 1;
  return alone ? minorOf(tag) : tag.replace(/^v/, '');
}

/** A line for each kind, node and release, so that a change of one is a change of one line. */
function linesOf({ name, releases, kinds, nodes }) {
  const all = nodes.map((node) => JSON.stringify(node)).join(',\n');
  return `{\n"name":${JSON.stringify(name)},\n"releases":${JSON.stringify(releases)},\n"kinds":${objectOf(kinds).trimEnd()},\n"nodes":[\n${all}\n]\n}\n`;
}

function objectOf(entries) {
  const lines = Object.keys(entries)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(entries[key])}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function manifestOf(all) {
  const projects = Object.keys(all)
    .sort()
    .map((id) => {
      const { licence, sha256, releases } = all[id];
      const lines = releases.map((release) => JSON.stringify(release)).join(',\n');
      return `${JSON.stringify(id)}:{"licence":${JSON.stringify(licence)},"sha256":"${sha256}","releases":[\n${lines}\n]}`;
    });
  return `{\n${projects.join(',\n')}\n}\n`;
}
