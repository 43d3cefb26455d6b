import { type Command, InvalidArgumentError, Option } from 'commander';
import { enterStage, type Needs, type Stage, stages } from '../stage.ts';

export interface StageOptions {
  stage?: Stage;
  region?: string;
  yes?: boolean;
}

/** A command that works on the local cloud or on a stage; it has entered the stage before it runs. */
export function onStage(command: Command, needs?: Needs): Command {
  return enteringStage(
    command,
    new Option('--stage <stage>', 'a deployed stage instead of the local cloud').choices(stages),
    needs,
  );
}

/** A command that works on a deployed stage only. */
export function onDeployedStage(command: Command): Command {
  return enteringStage(command, new Option('--stage <stage>', 'the deployed stage').choices(stages)).hook(
    'preAction',
    (_, action) => {
      if (!action.opts<StageOptions>().stage)
        action.error("error: required option '--stage <stage>' not specified");
    },
  );
}

function enteringStage(command: Command, stageOption: Option, needs?: Needs): Command {
  return command
    .addOption(stageOption)
    .addOption(
      new Option('--region <region>', 'the region of the stage (default: AWS_REGION, or else eu-central-1)'),
    )
    .hook('preAction', (_, action) => {
      const { stage, region } = action.opts<StageOptions>();
      return enterStage(stage, region, needs);
    });
}

/** A command that deletes or overwrites: on prod it asks, and this answers. */
export function withYes(command: Command): Command {
  return command.option('--yes', 'do not ask');
}

export function example(command: Command, ...lines: string[]): Command {
  return command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

export function wholeNumber(from: number, to: number) {
  return (written: string): number => {
    const number = Number(written);
    if (!/^\d+$/.test(written) || number < from || number > to) {
      throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
    }
    return number;
  };
}

export function print(line: string): void {
  console.log(line);
}
