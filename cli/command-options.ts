import type { Command } from './command.ts';
import { flag, type Option, parseStage, text } from './options.ts';

/** A command's own options, plus the common ones for its place and its output. */
export function optionsOf({ options, where, asks, json }: Command): Record<string, Option<unknown>> {
  return {
    ...options,
    ...(asks && { yes: flag('skip the confirmation') }),
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
const data = text('dir', "folder of the local cloud's data, logs and state (default: .local in the clone)", {
  completes: 'folder',
});

/** The flag of an option's name: the inverse of commander's camel-casing. */
export const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
