// Loaded before the program (node --import): whoever opens a socket, writes a file or starts a program but git ends the
// process with 99, and says so.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function forbid(owner, name, isAllowed = () => false) {
  const original = owner[name];
  if (typeof original !== 'function') throw new Error(`there is no ${name} to watch`);
  owner[name] = function (...args) {
    if (isAllowed(...args)) return original.apply(this, args);
    process._rawDebug(`forbidden: ${name} ${String(args[0]).slice(0, 200)}`);
    process.reallyExit(99);
  };
}

const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;
const WRITES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
const reads = (flags) =>
  flags === undefined || flags === 'r' || (typeof flags === 'number' && (flags & WRITES) === 0);

for (const suffix of ['', 'Sync']) {
  for (const name of [
    'appendFile',
    'chmod',
    'chown',
    'copyFile',
    'cp',
    'link',
    'mkdir',
    'mkdtemp',
    'rename',
    'rm',
    'rmdir',
    'symlink',
    'truncate',
    'unlink',
    'utimes',
    'writeFile',
  ])
    forbid(fs, name + suffix);
  forbid(fs, `open${suffix}`, (_path, flags) => typeof flags === 'function' || reads(flags));
}
forbid(fs, 'createWriteStream');
for (const name of [
  'writeFile',
  'appendFile',
  'mkdir',
  'mkdtemp',
  'rm',
  'rename',
  'unlink',
  'copyFile',
  'symlink',
])
  forbid(fs.promises, name);
forbid(fs.promises, 'open', (_path, flags) => reads(flags));

forbid(net.Socket.prototype, 'connect');
forbid(net.Server.prototype, 'listen');
forbid(dgram, 'createSocket');
forbid(dns, 'lookup');
forbid(dns.promises, 'lookup');

const isGit = (command) => command === 'git';
for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync']) forbid(childProcess, name, isGit);
for (const name of ['exec', 'execSync', 'fork']) forbid(childProcess, name);
syncBuiltinESMExports();
