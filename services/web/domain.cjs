/**
 * The custom domain: CRUDDUR_DOMAIN, and CRUDDUR_CERTIFICATE_ARN for its certificate, which CloudFront accepts from
 * us-east-1 only. Without them the application is at CloudFront's own domain name.
 */
const { operatorSetting } = require('../operator-settings.cjs');

module.exports = async (resolvers) => {
  const domain = await operatorSetting(resolvers, 'CRUDDUR_DOMAIN');
  if (domain === 'none') return withoutDomain;
  const certificateArn = await operatorSetting(resolvers, 'CRUDDUR_CERTIFICATE_ARN');
  if (certificateArn === 'none') throw new Error('CRUDDUR_DOMAIN needs CRUDDUR_CERTIFICATE_ARN beside it.');
  return {
    domain,
    certificateArn,
    aliases: [domain],
    certificate: {
      AcmCertificateArn: certificateArn,
      SslSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    },
  };
};

const withoutDomain = {
  domain: 'none',
  certificateArn: 'none',
  aliases: [],
  certificate: { CloudFrontDefaultCertificate: true },
};
