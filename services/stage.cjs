// The default stage: `sls offline` and `sls dynamodb` run on the local cloud, and only they do.
const local = ['offline', 'dynamodb'];
module.exports.default = process.argv.some((word) => local.includes(word)) ? 'local' : 'dev';
