// The stage when none is named: what runs under serverless-offline, or on a local engine by `sls dynamodb`, is the
// local cloud, and only that.
const local = ['offline', 'dynamodb'];
module.exports.default = process.argv.some((word) => local.includes(word)) ? 'local' : 'dev';
