/**
 * Protection from deletion, as the stage's parameter `deletionProtection` says, but not in a stage's first
 * deployment: what cannot be deleted cannot be rolled back, and after a failure blocks the next try by its name.
 * The second deployment switches it on; the stack's output DeletionProtection says whether it is.
 */
const { deployedOutput } = require('./deployed-output.cjs');

module.exports = async (resolvers) => {
  const isWanted = await resolvers.resolveVariable('param:deletionProtection');
  const enabled = isWanted && (await deployedOutput(resolvers, 'DeletionProtection', isWanted)) !== null;
  return { enabled, userPool: enabled ? 'ACTIVE' : 'INACTIVE', state: enabled ? 'on' : 'off' };
};
