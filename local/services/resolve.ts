import { resolveService } from './resolve-service.ts';

/**
 * Prints a service's definition as JSON: `node resolve.ts FOLDER OPTIONS`. Runs in its own process, because the
 * framework leaves much behind in memory.
 */
const [folder = '', options = '{}'] = process.argv.slice(2);
process.chdir(folder);
process.stdout.write(JSON.stringify(await resolveService(folder, JSON.parse(options))));
