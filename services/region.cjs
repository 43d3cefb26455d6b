/**
 * The region guard. Every command resolves the region first, so a deployment to any other region fails here, before
 * anything is created.
 */
const allowedRegions = ['eu-central-1', 'eu-west-1'];

module.exports = async ({ options, resolveVariable }) => {
  // The local cloud has no region.
  if (process.argv.includes('offline')) return { region: allowedRegions[0] };
  const region = options.region ?? (await resolveVariable('env:AWS_REGION, null')) ?? allowedRegions[0];
  if (allowedRegions.includes(region)) return { region };
  throw new Error(
    `Region ${region} is not allowed; services/region.cjs allows ${allowedRegions.join(' and ')}.`,
  );
};
