// The stage when none is named: what runs under serverless-offline is the local cloud, and only that.
module.exports.default = process.argv.includes('offline') ? 'local' : 'dev';
