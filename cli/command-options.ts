import type { Command } from './command.ts';
import { flag, type Option, parseStage, text } from './options.ts';

/** A command's own options, and those that it has for where it works and what it prints. */
export function optionsOf({ options, where, asks, json }: Command): Record<string, Option<unknown>> {
  return {
    ...options,
    ...(asks && { yes: flag('do not ask') }),
    ...(json && { json: flag('as JSON') }),
    ...(where === 'anywhere' && { stage: stage('a deployed stage instead of the local cloud') }),
    ...(where === 'stage' && { stage: { ...stage('the deployed stage'), required: true } }),
    ...(where !== 'local' && { region }),
    ...(where !== 'stage' && { data }),
  };
}

const stage = (description: string) => ({
  ...text('stage', description),
  parse: parseStage,
  suggests: ['dev', 'prod'],
});
const region = text('region', 'the region of the stage (default: AWS_REGION, or else eu-central-1)');
const data = text(
  'dir',
  "the folder of the local cloud's data, logs and state (default: .local in the clone)",
  {
    completes: 'folder',
  },
);

/** As commander itself makes the name of a value from the name of an option, the other way round. */
export const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
