import { address, block, deployment, document, list, policy } from '../objects.mjs';

/** What grows in the other commands: `connectivity` and `diff`. */
export const COMMANDS = [
  {
    name: 'workloads without policies, mapped as text',
    base: 60,
    command: ['connectivity', '.'],
    files: (count) => ({
      'a.yaml': document(...list(count, (index) => deployment(`w${index}`, `w${index}`))),
    }),
  },
  {
    name: 'workloads without policies, as grouped json',
    base: 60,
    command: ['connectivity', '.', '--format', 'json', '--grouped'],
    files: (count) => ({
      'a.yaml': document(...list(count, (index) => deployment(`w${index}`, `w${index}`))),
    }),
  },
  {
    name: 'workloads under one policy that denies, mapped as text',
    base: 60,
    command: ['connectivity', '.'],
    files: (count) => ({
      'a.yaml': document(
        ...list(count, (index) => deployment(`w${index}`, `w${index}`)),
        policy('deny', {}, []),
      ),
    }),
  },
  {
    name: 'workloads without policies, as csv',
    base: 60,
    // The connections are what is printed: pairs.
    order: 2,
    command: ['connectivity', '.', '--format', 'csv'],
    files: (count) => ({
      'a.yaml': document(...list(count, (index) => deployment(`w${index}`, `w${index}`))),
    }),
  },
  {
    name: 'blocks in what a change adds',
    base: 60,
    command: ['diff', 'before', 'after'],
    files: (count) => ({
      'before/a.yaml': document(...changed([])),
      'after/a.yaml': document(...changed(list(count, (index) => block(address(index * 2))))),
    }),
  },
];

function changed(from) {
  return [
    ...list(37, (index) => deployment(`w${index}`, `w${index}`)),
    policy('blocks', {}, from.length === 0 ? [] : [{ from }]),
  ];
}
