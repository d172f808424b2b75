import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { definitionOf } from './enums.mjs';
import { readText } from './packages.mjs';
import { DURATION_FIELDS, DURATION_TYPES, IN_PART } from './patches.mjs';

/**
 * Kinds and definitions of the custom resources of one @kubernetes-models package, of its TypeScript declarations. They do not
 * tell whole numbers from others, and tell as required what Go calls so, which the definition of the resource may not: nothing
 * is required here.
 */
export function readCustom(folder, name) {
  const reader = new Reader(folder, name);
  const kinds = new Map();
  for (const group of folders(folder).filter((one) => one.includes('.') && one !== 'github.com'))
    for (const version of folders(join(folder, group)))
      for (const file of readdirSync(join(folder, group, version)).sort()) {
        if (!file.endsWith('.d.ts') || file === 'index.d.ts') continue;
        const kind = file.slice(0, -'.d.ts'.length);
        const path = join(folder, group, version, file);
        if (kind.endsWith('List') || IN_PART.has(`${group}/${version}/${kind}`)) continue;
        if (!readText(path).includes(`"kind": "${kind}"`)) continue;
        kinds.set(`${group}/${version}/${kind}`, reader.definitionAt(path));
      }
  return { kinds, definitions: reader.definitions };
}

class Reader {
  definitions = new Map();
  #folder;
  #name;
  #files = new Map();

  constructor(folder, name) {
    this.#folder = folder;
    this.#name = name;
  }

  /** The definition that a file declares, read with all that it refers to. */
  definitionAt(path) {
    const id = `${this.#name}:${relative(this.#folder, path).replace(/\.d\.ts$/, '')}`;
    if (!this.definitions.has(id)) {
      this.definitions.set(id, {});
      this.definitions.set(id, this.#fieldsOf(this.#file(path).members, path, id));
    }
    return id;
  }

  #file(path) {
    let file = this.#files.get(path);
    if (file === undefined) {
      const source = ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest);
      const imports = new Map();
      const interfaces = new Map();
      let members;
      let alias;
      for (const statement of source.statements) {
        if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement.members);
        if (ts.isImportDeclaration(statement)) {
          for (const { name } of statement.importClause?.namedBindings?.elements ?? [])
            imports.set(name.text, statement.moduleSpecifier.text);
        } else if (
          ts.isClassDeclaration(statement) ||
          (ts.isInterfaceDeclaration(statement) && members === undefined)
        ) {
          members = statement.members.filter(
            (member) =>
              (ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) &&
              !(member.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword),
          );
        } else if (ts.isTypeAliasDeclaration(statement)) alias ??= statement.type;
      }
      file = { imports, interfaces, members, alias };
      this.#files.set(path, file);
    }
    return file;
  }

  #fieldsOf(members, path, id) {
    const fields = {};
    for (const member of members ?? []) {
      const name = member.name.text;
      const type = name === 'status' ? '*' : this.#typeOf(member.type, path, `${id}.${name}`);
      fields[name] = type === 's' && DURATION_FIELDS[this.#name]?.includes(name) ? 'd' : type;
    }
    return fields;
  }

  #typeOf(type, path, id) {
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return 's';
      case ts.SyntaxKind.NumberKeyword:
        return 'n';
      case ts.SyntaxKind.BooleanKeyword:
        return 'b';
      case ts.SyntaxKind.LiteralType:
        return ts.isStringLiteral(type.literal) ? 's' : '*';
      case ts.SyntaxKind.ParenthesizedType:
        return this.#typeOf(type.type, path, id);
      case ts.SyntaxKind.ArrayType:
        return `[]${this.#typeOf(type.elementType, path, id)}`;
      // Some classes say of a field only that it is that of their interface.
      case ts.SyntaxKind.IndexedAccessType: {
        const { objectType, indexType } = type;
        const members = this.#file(path).interfaces.get(objectType.typeName?.text) ?? [];
        const member = members.find(({ name }) => name?.text === indexType.literal?.text);
        return member === undefined ? '*' : this.#typeOf(member.type, path, id);
      }
      // A structural schema, and what one of several branches asks for beside it: fields stand outside of branches too.
      case ts.SyntaxKind.IntersectionType:
        return ts.isTypeLiteralNode(type.types[0]) ? this.#typeOf(type.types[0], path, id) : '*';
      case ts.SyntaxKind.UnionType:
        return this.#unionOf(type.types, path, id);
      case ts.SyntaxKind.TypeLiteral:
        return this.#literalOf(type, path, id);
      case ts.SyntaxKind.TypeReference:
        return this.#referenceOf(type, path, id);
      default:
        return '*';
    }
  }

  #unionOf(types, path, id) {
    const literals = types.filter((one) => ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal));
    if (literals.length === types.length) {
      const values = literals.map(({ literal }) => literal.text).sort();
      return values.some((value) => /[|()]/.test(value)) ? 's' : `s(${values.join('|')})`;
    }
    const kinds = new Set(types.map(({ kind }) => kind));
    const both = kinds.has(ts.SyntaxKind.StringKeyword) && kinds.has(ts.SyntaxKind.NumberKeyword);
    if (both && kinds.size === 2) return 'x';
    return types.length === 1 ? this.#typeOf(types[0], path, id) : '*';
  }

  #literalOf({ members }, path, id) {
    const [only] = members;
    if (only !== undefined && ts.isIndexSignatureDeclaration(only))
      return members.length === 1 ? `{}${this.#typeOf(only.type, path, id)}` : '*';
    if (members.length === 0) return '*';
    this.definitions.set(id, this.#fieldsOf(members, path, id));
    return `#${id}`;
  }

  #referenceOf(type, path, id) {
    const name = type.typeName.text;
    if (name === 'Array') return `[]${this.#typeOf(type.typeArguments[0], path, id)}`;
    const module = this.#file(path).imports.get(name);
    if (module === undefined) return '*';
    if (!module.startsWith('.')) return outsideOf(module);
    const target = join(dirname(path), module.replace(/\.js$/, '.d.ts'));
    if (!existsSync(target)) return '*';
    const duration = DURATION_TYPES[this.#name]?.[basename(target, '.d.ts')];
    if (duration !== undefined) return duration;
    const { alias, members } = this.#file(target);
    return members === undefined && alias !== undefined
      ? this.#typeOf(alias, target, id)
      : `#${this.definitionAt(target)}`;
  }
}

/** Types of Kubernetes itself. */
function outsideOf(module) {
  const [, machinery] = /^@kubernetes-models\/apimachinery\/(.*)$/.exec(module) ?? [];
  if (machinery !== undefined) return MACHINERY[machinery] ?? '*';
  const [, group, version, name] = /^kubernetes-models\/(?:([\w.-]+)\/)?(v\w+)\/(\w+)$/.exec(module) ?? [];
  return version === undefined || name === 'JSON' ? '*' : `#${definitionOf(group ?? '', version, name)}`;
}

const META = 'apimachinery.pkg.apis.meta.v1';
const MACHINERY = {
  'apis/meta/v1/ObjectMeta': `#${META}.ObjectMeta`,
  'apis/meta/v1/LabelSelector': `#${META}.LabelSelector`,
  'apis/meta/v1/Time': 't',
  'apis/meta/v1/MicroTime': 't',
  'util/intstr/IntOrString': 'x',
  'api/resource/Quantity': 'q',
};

function folders(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => name)
    .sort();
}
