import { Argument, Command as Commander, CommanderError, Option as CommanderOption } from 'commander';
import type { Command } from './command.ts';
import { flagOf, optionsOf } from './command-options.ts';
import { commands, type Group } from './commands.ts';
import { completion } from './completion.ts';
import type { Option } from './options.ts';
import { printHelp } from './output.ts';
import { run } from './run.ts';
import { version } from './version.ts';

/** The command line, as commander parses it. */
export function program(): Commander {
  const cruddur = new Commander('cruddur')
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({
      writeOut: (help) => printHelp('stdout', help),
      writeErr: (error) => printHelp('stderr', error),
    });
  fill(cruddur, { ...commands, members: { ...commands.members, completion: completion(commands) } });
  cruddur.option('-V, --version', 'show the version, with the commit').on('option:version', () => {
    printHelp('stdout', `${version()}\n`);
    throw new CommanderError(0, 'commander.version', '');
  });
  return cruddur;
}

function fill(parent: Commander, { description, members }: Group): void {
  parent.description(description).helpCommand(false);
  for (const [name, member] of Object.entries(members)) {
    const child = parent.command(name);
    if ('members' in member) fill(child, member);
    else define(child, member);
  }
}

function define(child: Commander, command: Command): void {
  child.description(command.description);
  for (const [name, { description, choices }] of Object.entries(command.arguments)) {
    const argument = new Argument(`<${name}>`, description);
    child.addArgument(choices ? argument.choices(choices) : argument);
  }
  const options = Object.entries(optionsOf(command));
  for (const [name, option] of options) child.addOption(toCommander(name, option));
  const fallbacks = Object.fromEntries(options.map(([name, { fallback }]) => [name, fallback]));
  child.addHelpText('after', `\nExample:\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  child.action(() => {
    // commander's own check would run before the one for unknown options.
    for (const [name, { required }] of options)
      if (required && child.opts()[name] === undefined)
        child.error(`error: required option '${flagOf(name)} <${name}>' not specified`);
    const written = Object.keys(command.arguments).map((name, index) => [name, child.args[index]]);
    return run(command, { ...fallbacks, ...child.opts(), ...Object.fromEntries(written) });
  });
}

function toCommander(name: string, option: Option<unknown>): CommanderOption {
  const { description, placeholder, fallback, choices, parse } = option;
  const made = new CommanderOption(
    placeholder ? `${flagOf(name)} <${placeholder}>` : flagOf(name),
    description,
  );
  if (choices) made.choices(choices);
  if (parse) made.argParser(parse);
  if (placeholder && fallback !== undefined) made.default(fallback);
  return made;
}
