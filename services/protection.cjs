/**
 * Deletion protection, by the stage's parameter `deletionProtection`, but off in a stage's first deployment: a
 * protected resource cannot be rolled back, and its name would block the next try. The second deployment switches it
 * on; the stack's output DeletionProtection says whether it is on.
 */
const { deployedOutput } = require('./deployed-output.cjs');

module.exports = async (resolvers) => {
  const isWanted = await resolvers.resolveVariable('param:deletionProtection');
  const enabled = isWanted && (await deployedOutput(resolvers, 'DeletionProtection', isWanted)) !== null;
  return { enabled, userPool: enabled ? 'ACTIVE' : 'INACTIVE', state: enabled ? 'on' : 'off' };
};
