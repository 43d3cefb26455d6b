import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../settings.ts';
import { readService } from './service-definition.ts';

test.each(['users', 'messaging', 'stream'])(
  'resolves the service %s as `sls print` does',
  async (name) => {
    const serviceDir = join(root, 'services', name);
    const sls = join(root, 'node_modules/serverless/bin/serverless.js');
    const printing = [sls, 'print', '--stage', 'local', '--format', 'json'];
    const { stdout } = await promisify(execFile)(process.execPath, printing, {
      cwd: serviceDir,
      maxBuffer: 16 * 1024 * 1024,
    });
    const printed = JSON.parse(stdout);
    const { service } = await readService(serviceDir, {});
    expect(service.functions).toEqual(printed.functions);
    expect(service.custom).toMatchObject(printed.custom);
    expect(service.provider).toMatchObject({
      environment: printed.provider.environment,
      timeout: printed.provider.timeout,
      memorySize: printed.provider.memorySize,
    });
  },
  60_000,
);
