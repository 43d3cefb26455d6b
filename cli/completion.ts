import { type Command, command } from './command.ts';
import { flagOf, optionsOf } from './command-options.ts';
import type { Group } from './commands.ts';
import type { Option } from './options.ts';

/** A group or command for completion: the words that may follow, each with its description. */
interface Node {
  /** The words after the program's name, each with a leading space: ` ddb verify`. */
  at: string;
  words: [word: string, description: string][];
  options: [flag: string, option: Option<unknown>][];
}

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** The command that prints a shell's completion script. The script contains all words: it runs no program. */
export function completion(commands: Group): Command {
  const self: Command = command({
    description: "print a shell's completion script for these commands",
    where: 'local',
    arguments: { shell: { description: 'the shell', choices: shells } },
    examples: ['source <(bin/cruddur completion bash)', 'bin/cruddur completion fish | source'],
    async run({ shell }) {
      const all = { ...commands, members: { ...commands.members, completion: self } };
      return scriptOf(shell as Shell, nodesOf(all)).split('\n');
    },
  });
  return self;
}

function nodesOf({ members }: Group, at = ''): Node[] {
  const words = Object.entries(members).map(([name, { description }]): [string, string] => [
    name,
    description,
  ]);
  const below = Object.entries(members).flatMap(([name, member]) =>
    'members' in member ? nodesOf(member, `${at} ${name}`) : [leaf(member, `${at} ${name}`)],
  );
  return [{ at, words, options: [] }, ...below];
}

function leaf(member: Command, at: string): Node {
  const choices = Object.values(member.arguments).flatMap(({ choices = [] }) => [...choices]);
  const options = Object.entries(optionsOf(member)).map(([name, option]): [string, Option<unknown>] => [
    flagOf(name),
    option,
  ]);
  return { at, words: choices.map((choice) => [choice, '']), options };
}

export function scriptOf(shell: Shell, nodes: readonly Node[]): string {
  return { bash, zsh, fish }[shell](nodes);
}

/** In single quotes, for bash and zsh. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const pathsOf = (nodes: readonly Node[]) => nodes.filter(({ at }) => at).map(({ at }) => quoted(at));

/** Every option that takes a value, once: a flag means the same in every command. */
function valuesOf(nodes: readonly Node[]): [flag: string, option: Option<unknown>][] {
  const all = nodes.flatMap(({ options }) => options).filter(([, { placeholder }]) => placeholder);
  return [...new Map(all)];
}

function bash(nodes: readonly Node[]): string {
  const values = valuesOf(nodes).map(([flag, { completes, suggests, choices = suggests }]) => {
    const kind =
      completes === 'folder' ? '-d' : completes ? '-f' : choices && `-W ${quoted(choices.join(' '))}`;
    const reply = kind ? `$(compgen ${kind} -- "$current")` : '';
    return `    ${flag}) COMPREPLY=(${reply}); return ;;`;
  });
  const words = nodes.map(({ at, words, options }) => {
    const all = [...words.map(([word]) => word), ...options.map(([flag]) => flag), '--help'];
    return `    ${quoted(at)}) words=${quoted(all.join(' '))} ;;`;
  });
  return `_cruddur() {
  local current=\${COMP_WORDS[COMP_CWORD]} at= words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${pathsOf(nodes).join('|')}) at="$at $word" ;;
    esac
  done
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('\n')}
  esac
  case "$at" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _cruddur cruddur`;
}

function zsh(nodes: readonly Node[]): string {
  const described = ([word, description]: [string, string]) =>
    quoted(
      [word, description]
        .filter(Boolean)
        .map((text) => text.replaceAll(':', '\\:'))
        .join(':'),
    );
  const values = valuesOf(nodes).map(([flag, { completes, suggests, choices = suggests }]) => {
    const what =
      completes === 'folder' ? '_files -/' : completes ? '_files' : `compadd -- ${choices?.join(' ') ?? ''}`;
    return `    (${flag}) ${what.trimEnd()}; return ;;`;
  });
  const words = nodes.map(({ at, words, options }) => {
    const flags = options.map(([flag, { description }]): [string, string] => [flag, description]);
    return `    (${quoted(at)}) choices=(${[...words, ...flags].map(described).join(' ')}) ;;`;
  });
  return `#compdef cruddur
_cruddur() {
  local at= word
  local -a choices
  for word in \${words[2,CURRENT-1]}; do
    case "$at $word" in
      (${pathsOf(nodes).join('|')}) at="$at $word" ;;
    esac
  done
  case \${words[CURRENT-1]} in
${values.join('\n')}
  esac
  case "$at" in
${words.join('\n')}
  esac
  _describe cruddur choices
}
compdef _cruddur cruddur`;
}

/** In single quotes, for fish. */
const fishText = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function fishValue({ placeholder, suggests, choices = suggests, completes }: Option<unknown>): string {
  if (completes) return completes === 'folder' ? " -xa '(__fish_complete_directories)'" : ' -rF';
  if (!placeholder) return '';
  return choices ? ` -xa ${fishText(choices.join(' '))}` : ' -x';
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ at, words, options }) => {
    const here = `complete -c cruddur -n "__cruddur_at ${fishText(at)}"`;
    return [
      ...words.map(([word, description]) => `${here} -a ${word} -d ${fishText(description)}`),
      ...options.map(([flag, option]) => {
        const described = `-d ${fishText(option.description)}`;
        return `${here} -l ${flag.slice(2)}${fishValue(option)} ${described}`;
      }),
    ];
  });
  const known = nodes.filter(({ at }) => at).map(({ at }) => fishText(at));
  return `function __cruddur_at
  set -l at ''
  for word in (commandline -opc)[2..]
    switch "$at $word"
      case ${known.join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c cruddur -f
${lines.join('\n')}`;
}
