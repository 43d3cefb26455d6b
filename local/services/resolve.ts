import { resolveService } from './resolve-service.ts';

/**
 * Prints a service's definition as JSON: `node resolve.ts FOLDER OPTIONS`. A process of its own, because the framework
 * leaves much behind in the memory of who has used it.
 */
const [folder = '', options = '{}'] = process.argv.slice(2);
process.chdir(folder);
process.stdout.write(JSON.stringify(await resolveService(folder, JSON.parse(options))));
